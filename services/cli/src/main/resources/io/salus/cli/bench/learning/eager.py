"""Trains the networks of the bench in PyTorch as it comes; times it without the imports."""
import json
import math
import sys
import time

import numpy as np
import torch
from torch import nn

with open(sys.argv[1]) as file:
    job = json.load(file)
torch.set_num_threads(job["threads"])
data = np.load(job["file"])
generator = torch.Generator().manual_seed(job["seed"])


def pictures(part):
    x = torch.tensor(data[part + "_images"].astype(np.float32))[:, None]
    return (x - x.mean((2, 3), keepdim=True)) / (x.std((2, 3), keepdim=True) + 1)


def network():
    layers, before = [], 1
    for stage, filters in enumerate(job["filters"]):
        if stage > 0:
            layers.append(nn.MaxPool2d(2))
        for _ in range(2):
            layers += [nn.Conv2d(before, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()]
            nn.init.kaiming_normal_(layers[-3].weight)
            before = filters
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Dropout(job["dropout"]), nn.Flatten(), nn.Linear(before, 1))


def changed(x):
    rows, _, height, width = x.shape
    shift, contrast = job["shift"], job["contrast"]
    padded = nn.functional.pad(x, (shift,) * 4, mode="replicate")[:, 0]
    down, right = torch.randint(0, 2 * shift + 1, (2, rows), generator=generator)
    lines = down[:, None, None] + torch.arange(height)[:, None]
    columns = right[:, None, None] + torch.arange(width)
    moved = padded[torch.arange(rows)[:, None, None], lines, columns][:, None]
    gain, more = contrast * (2 * torch.rand(2, rows, 1, 1, 1, generator=generator) - 1)
    return moved * (1 + gain) + more


def train(x, y, epochs):
    model = network()
    optimizer = torch.optim.AdamW(model.parameters(), lr=job["rate"], weight_decay=job["decay"])
    steps = epochs * math.ceil(len(x) / job["batch"])
    warm, step = max(1, steps / 10), 0
    for _ in range(epochs):
        model.train()
        order = torch.randperm(len(x), generator=generator)
        for batch in order.split(job["batch"]):
            rising = (step + 1) / (warm + 1)
            falling = (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm))) / 2
            optimizer.param_groups[0]["lr"] = job["rate"] * max(rising if step < warm else falling, 1e-4)
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(model(changed(x[batch])), y[batch]).backward()
            optimizer.step()
            step += 1
    return model.eval()


torch.manual_seed(job["seed"])
x, y = pictures("train"), torch.tensor(data["train_labels"].astype(np.float32))
train(x[:256], y[:256], 1)
begin = time.perf_counter()
models = [train(x, y, job["epochs"]) for _ in range(job["members"])]
seconds = time.perf_counter() - begin
with torch.no_grad():
    margins = torch.stack([model(pictures("test"))[:, 0] for model in models]).mean(0)
    np.save(sys.argv[2], margins.double().numpy())
print(json.dumps({"seconds": seconds}))
