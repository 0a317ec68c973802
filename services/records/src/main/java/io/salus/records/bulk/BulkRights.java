package io.salus.records.bulk;

import io.salus.jobs.Job;
import io.salus.jobs.Jobs;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;

/** Who may move data of many patients, and who may know of it. */
final class BulkRights {
  private BulkRights() {}

  /** A token that is bound to a patient has no part in it. */
  static void requireMany(Caller caller) {
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A patient's token does not reach data of many patients.");
    }
  }

  /** A bulk job, for who asked for it; nobody else knows of it. */
  static Job require(Jobs jobs, Caller caller, String id) {
    requireMany(caller);
    Job job = jobs.require(caller, id);
    boolean bulk = job.kind().equals(ExportJob.KIND) || job.kind().equals(ImportJob.KIND);
    if (!bulk || !job.subject().equals(caller.subject())) {
      throw new NotFound("There is no such job.");
    }
    return job;
  }
}
