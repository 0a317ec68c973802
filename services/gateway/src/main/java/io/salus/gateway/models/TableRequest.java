package io.salus.gateway.models;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that was brought, and what its columns are; all but id and outcome are for CSV.
 *
 * @param id of the table
 * @param label column of the outcome; absent: {@code label}
 * @param positive values of it that mean that the outcome came; absent: 1 and true
 * @param patient column of patient ids; absent: every row is a patient
 * @param date column of index dates, for test_from
 * @param missing texts that stand for missing values
 * @param dropped columns that are no inputs
 * @param categories columns whose values are names, also where they look like numbers
 * @param outcome what the prediction means, for people
 */
@JsonNaming(SnakeCaseStrategy.class)
record TableRequest(
    @Nullable String id,
    @Nullable String label,
    @Nullable List<String> positive,
    @Nullable String patient,
    @Nullable String date,
    @Nullable List<String> missing,
    @Nullable List<String> dropped,
    @Nullable List<String> categories,
    @Nullable String outcome) {}
