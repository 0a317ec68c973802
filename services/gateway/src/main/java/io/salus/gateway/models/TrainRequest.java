package io.salus.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * @param snapshot id of the snapshot to learn from
 * @param table table to learn from in place of a snapshot
 * @param seed seed of split, initialisation and batches; 0 when absent
 * @param promote true: the model is promoted at the end
 * @param algorithm logistic-regression, support-vector-machine, random-forest, gradient-boosting,
 *     neural-network, convolutional-network, recurrent-network or autoencoder; absent: the better
 *     of a logistic regression and a network
 * @param hyperparameters what is not to be as the algorithm comes
 * @param calibration none, platt or isotonic; absent: platt where the rows suffice
 * @param testFrom date or moment from which rows judge; absent: patients are drawn
 * @param searchFits trainings that a search for hyperparameters may spend; 0 when absent
 * @param costOfFalseAlarm of acting on a patient without the outcome; with the next it asks for a
 *     threshold
 * @param costOfMiss of not acting on a patient with it
 * @param statements what a person states for the model's card, by attribute
 */
@JsonNaming(SnakeCaseStrategy.class)
record TrainRequest(
    @Nullable String snapshot,
    @Nullable TableRequest table,
    long seed,
    boolean promote,
    @Nullable String algorithm,
    @Schema(implementation = Object.class) @Nullable JsonNode hyperparameters,
    @Nullable String calibration,
    @Nullable String testFrom,
    int searchFits,
    double costOfFalseAlarm,
    double costOfMiss,
    @Nullable Map<String, String> statements) {}
