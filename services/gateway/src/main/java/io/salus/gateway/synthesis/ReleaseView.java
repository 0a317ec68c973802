package io.salus.gateway.synthesis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One synthetic population.
 *
 * @param generator gan or vae
 * @param snapshot id of the snapshot it was learnt from
 * @param snapshotSha256 hash of that snapshot, hex
 * @param metrics quality and privacy figures
 * @param files names, for {@code /synthesis/releases/{id}/files/{file}}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReleaseView(
    String id,
    String generator,
    String snapshot,
    String snapshotSha256,
    long rows,
    long seed,
    @Schema(implementation = Object.class) @Nullable JsonNode metrics,
    List<String> files,
    Instant createdAt) {}
