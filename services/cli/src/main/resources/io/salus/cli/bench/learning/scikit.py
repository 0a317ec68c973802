"""Trains scikit-learn's models on the folds in a folder; prints the seconds of every training as JSON."""
import json
import os
import sys
import time

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

folder = sys.argv[1]
job = json.load(open(os.path.join(folder, "job.json")))
x = np.load(os.path.join(folder, "x.npy"))
y = np.load(os.path.join(folder, "y.npy")).astype(int)
folds = np.load(os.path.join(folder, "folds.npy")).astype(int)

# Untuned, as they come; where a choice is needed it is the one the other side has too.
makers = {
    "logistic regression": lambda: make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000)),
    "SVM (RBF), calibrated": lambda: make_pipeline(
        StandardScaler(), CalibratedClassifierCV(SVC(kernel="rbf", C=1.0), method="sigmoid", cv=5, ensemble=False)
    ),
    "SVM (linear), calibrated": lambda: make_pipeline(
        StandardScaler(), CalibratedClassifierCV(SVC(kernel="linear", C=1.0), method="sigmoid", cv=5, ensemble=False)
    ),
    "random forest": lambda: RandomForestClassifier(n_estimators=100, random_state=0),
    "random forest, all cores": lambda: RandomForestClassifier(n_estimators=100, random_state=0, n_jobs=-1),
    "histogram boosting": lambda: HistGradientBoostingClassifier(
        random_state=0, categorical_features=job["categories"] or None
    ),
    "histogram boosting, codes": lambda: HistGradientBoostingClassifier(random_state=0),
}

times = {}
for name in job["models"]:
    answers = np.zeros(len(y))
    times[name] = []
    # The first round warms up and is not counted where there are more.
    for turn in range(job["rounds"] + (1 if job["rounds"] > 1 else 0)):
        for fold in range(folds.max() + 1):
            train = folds != fold
            model = makers[name]()
            begin = time.perf_counter()
            model.fit(x[train], y[train])
            seconds = time.perf_counter() - begin
            if turn > 0 or job["rounds"] == 1:
                times[name].append(seconds)
            answers[~train] = model.predict_proba(x[~train])[:, 1]
    np.save(os.path.join(folder, name + ".npy"), answers)
print(json.dumps(times))
