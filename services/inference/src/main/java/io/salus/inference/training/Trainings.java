package io.salus.inference.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.inference.records.RecordsClient;
import io.salus.inference.upload.UploadedTables;
import io.salus.jobs.Jobs;
import io.salus.learning.fit.Algorithm;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks for trainings. */
@ApplicationScoped
public class Trainings {
  private final RecordsClient records;
  private final UploadedTables tables;
  private final Jobs jobs;
  private final ObjectMapper json;

  Trainings(RecordsClient records, UploadedTables tables, Jobs jobs, ObjectMapper json) {
    this.records = records;
    this.tables = tables;
    this.jobs = jobs;
    this.json = json;
  }

  /**
   * Puts a training into the queue. What can be refused now is refused now: a bad name, an unknown
   * hyperparameter, a picture of another size than the table's heading, a snapshot that is not
   * there, a missing right.
   *
   * @return the job's id
   */
  public String submit(Caller caller, String token, TrainingPlan plan) {
    caller.require("salus/models.train");
    if (plan.promote()) {
      caller.require("salus/models.promote");
    }
    plan.check();
    BroughtTable brought = plan.table();
    if (brought == null) {
      records.snapshot(token, plan.snapshot());
    } else {
      tables.require(caller, brought.id());
      if (plan.chosen().orElse(null) instanceof Algorithm.Deep deep) {
        ColumnCheck.check(caller, tables, brought, deep);
      }
    }
    return jobs.submit(
        caller, TrainHandler.KIND, json.convertValue(plan, new TypeReference<>() {}));
  }
}
