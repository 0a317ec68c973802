package io.salus.inference.recording;

import io.salus.inference.seal.Seal;
import io.salus.inference.tensor.Tensor;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Statements on {@code recorded_call}, in plain JDBC: many rows go in with one commit. */
@ApplicationScoped
class CallTable {
  private static final String INSERT =
      "insert into recorded_call (id, tenant, model, version, shared, model_sha256, requested_by,"
          + " created_at, bucket, first_row, inputs, outputs)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String WHAT =
      "select id, model, version, shared, model_sha256, requested_by, created_at, bucket, first_row";

  private final TenantTransactions transactions;
  private final DataSource dataSource;
  private final Seal seal;

  CallTable(TenantTransactions transactions, DataSource dataSource, Seal seal) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.seal = seal;
  }

  /** All of them or, when it throws, none. */
  void insert(String tenant, List<RecordedCall> calls) {
    transactions.call(
        tenant,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (RecordedCall call : calls) {
              insert.setObject(1, call.id());
              insert.setString(2, tenant);
              insert.setString(3, call.model());
              insert.setInt(4, call.version());
              insert.setBoolean(5, call.shared());
              insert.setString(6, call.modelSha256());
              insert.setString(7, call.requestedBy());
              insert.setTimestamp(8, Timestamp.from(call.createdAt()));
              insert.setInt(9, call.bucket());
              insert.setInt(10, call.firstRow());
              insert.setBytes(11, close(tenant, call.id(), "inputs", call.inputs()));
              insert.setBytes(12, close(tenant, call.id(), "outputs", call.outputs()));
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
  }

  Optional<RecordedCall> find(String tenant, String model, UUID id) {
    return transactions.call(
        tenant,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement select =
                  connection.prepareStatement(
                      WHAT + ", inputs, outputs from recorded_call where id = ? and model = ?")) {
            select.setObject(1, id);
            select.setString(2, model);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      call(
                          row,
                          open(tenant, id, "inputs", row.getBytes("inputs")),
                          open(tenant, id, "outputs", row.getBytes("outputs"))))
                  : Optional.empty();
            }
          }
        });
  }

  /** Newest first, without tensors. */
  List<RecordedCall> list(String tenant, String model, @Nullable UUID before, int most) {
    return transactions.call(
        tenant,
        () -> {
          try (Connection connection = dataSource.getConnection();
              PreparedStatement select =
                  connection.prepareStatement(
                      WHAT
                          + " from recorded_call where model = ?"
                          + (before == null ? "" : " and id < ?")
                          + " order by id desc limit "
                          + most)) {
            select.setString(1, model);
            if (before != null) {
              select.setObject(2, before);
            }
            List<RecordedCall> calls = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                calls.add(call(row, List.of(), List.of()));
              }
            }
            return calls;
          }
        });
  }

  private static RecordedCall call(ResultSet row, List<Tensor> inputs, List<Tensor> outputs)
      throws SQLException {
    return new RecordedCall(
        row.getObject("id", UUID.class),
        row.getString("model"),
        row.getInt("version"),
        row.getBoolean("shared"),
        row.getString("model_sha256"),
        row.getString("requested_by"),
        row.getTimestamp("created_at").toInstant(),
        row.getInt("bucket"),
        row.getInt("first_row"),
        inputs,
        outputs);
  }

  private byte[] close(String tenant, UUID id, String what, List<Tensor> tensors) {
    return seal.close(tenant, id + "/" + what, TensorBytes.write(tensors));
  }

  private List<Tensor> open(String tenant, UUID id, String what, byte[] sealed) {
    return TensorBytes.read(seal.open(tenant, id + "/" + what, sealed));
  }
}
