package io.salus.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Set<String> SERVICES =
      Set.of("gateway", "records", "inference", "synthesis", "scheduling");

  @Test
  void lintsWithoutAWord() {
    LintResult result = Chart.helm().lint().strict().call();

    assertFalse(result.isFailed(), String.join("\n", result.getMessages()));
  }

  @Test
  void rendersEveryServiceInItsRoles() {
    Set<String> deployments =
        Chart.objects(Deployment.class)
            .map(d -> d.getMetadata().getName())
            .collect(Collectors.toSet());
    Set<String> migrations =
        Chart.objects(Job.class).map(j -> j.getMetadata().getName()).collect(Collectors.toSet());

    for (String service : SERVICES) {
      assertTrue(deployments.contains("salus-" + service), service);
      assertEquals(
          !service.equals("gateway"),
          migrations.contains("salus-" + service + "-migrate"),
          service);
    }
    assertTrue(deployments.containsAll(Set.of("salus-inference-worker", "salus-synthesis-worker")));
  }

  @Test
  void servicesBehindTheGatewayAreHeadless() {
    Chart.objects(Service.class)
        .forEach(
            service ->
                assertEquals(
                    service.getMetadata().getName().equals("salus-gateway") ? null : "None",
                    service.getSpec().getClusterIP(),
                    service.getMetadata().getName()));
  }

  @Test
  void everyContainerHasProbesAndBoundsAndNoPrivilege() {
    for (Deployment deployment : Chart.objects(Deployment.class).toList()) {
      for (Container container : containers(deployment)) {
        assertNotNull(container.getLivenessProbe(), container.getName());
        assertNotNull(container.getReadinessProbe(), container.getName());
        assertNotNull(container.getResources().getLimits().get("memory"), container.getName());
        assertNotNull(container.getResources().getRequests().get("cpu"), container.getName());
        assertTrue(container.getSecurityContext().getReadOnlyRootFilesystem());
        assertFalse(container.getSecurityContext().getAllowPrivilegeEscalation());
      }
      assertTrue(
          deployment.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsNonRoot());
    }
  }

  @Test
  void secretsComeByReferenceAlone() {
    for (Deployment deployment : Chart.objects(Deployment.class).toList()) {
      for (EnvVar variable : containers(deployment).getFirst().getEnv()) {
        if (variable.getName().contains("PASSWORD") || variable.getName().contains("USERNAME")) {
          assertEquals(null, variable.getValue());
          assertNotNull(variable.getValueFrom().getSecretKeyRef());
        }
      }
    }
    assertFalse(Chart.rendered().contains("kind: Secret"));
  }

  @Test
  void onlyMigrationsKnowTheOwnersPassword() {
    for (Deployment deployment : Chart.objects(Deployment.class).toList()) {
      assertFalse(deployment.toString().contains("owner-password"));
    }
    for (Job job : Chart.objects(Job.class).toList()) {
      assertTrue(job.toString().contains("owner-password"));
    }
  }

  @Test
  void aBucketTakesThePlaceOfVolumes() {
    String rendered =
        Chart.template()
            .set("storage.s3.bucket", "files")
            .set("storage.s3.secret", "salus-s3")
            .call();

    assertFalse(rendered.contains("PersistentVolumeClaim"));
    assertFalse(rendered.contains("persistentVolumeClaim"));
    assertEquals(6, rendered.split("name: SALUS_STORAGE_S3_BUCKET", -1).length - 1);
    assertEquals(6, rendered.split("key: secret-key", -1).length - 1);
    assertFalse(Chart.rendered().contains("SALUS_STORAGE_S3"));
  }

  @Test
  void inferenceAloneGetsTheKeysThatPatientsValuesAreEncryptedBy() {
    List<HasMetadata> objects =
        Chart.parse(
            Chart.template()
                .set("seal.secret", "salus-seal")
                .set("seal.keys[0]", "2026-11.key")
                .set("seal.keys[1]", "seal.key")
                .call());

    assertEquals(
        Map.of(
            "salus-inference", "/etc/salus-seal/2026-11.key,/etc/salus-seal/seal.key",
            "salus-inference-worker", "/etc/salus-seal/2026-11.key,/etc/salus-seal/seal.key"),
        valuesOf("SALUS_SEAL_KEY_FILES", objects));
    List<Volume> volumes =
        deployments(objects)
            .flatMap(d -> d.getSpec().getTemplate().getSpec().getVolumes().stream())
            .filter(volume -> volume.getName().equals("seal"))
            .toList();
    assertEquals(2, volumes.size());
    assertEquals("salus-seal", volumes.getFirst().getSecret().getSecretName());
    assertEquals("2026-11.key", volumes.getFirst().getSecret().getItems().getFirst().getPath());
    assertFalse(Chart.rendered().contains("SALUS_SEAL"));
    refuses("seal.keys[0]", "../internal.key");
  }

  @Test
  void inferenceReadsModelsFromABucketByCredentialsOfASecret() {
    List<HasMetadata> objects =
        Chart.parse(
            Chart.template()
                .set("models.s3.bucket", "models")
                .set("models.s3.endpoint", "https://minio:9000")
                .set("models.s3.secret", "salus-models")
                .call());

    assertEquals(
        Map.of("salus-inference", "models", "salus-inference-worker", "models"),
        valuesOf("SALUS_MODELS_S3_BUCKET", objects));
    assertEquals(
        Set.of("https://minio:9000"),
        Set.copyOf(valuesOf("SALUS_MODELS_S3_ENDPOINT", objects).values()));
    EnvVar key =
        deployments(objects)
            .flatMap(d -> containers(d).getFirst().getEnv().stream())
            .filter(one -> one.getName().equals("SALUS_MODELS_S3_SECRET_KEY"))
            .findFirst()
            .orElseThrow();
    assertEquals("salus-models", key.getValueFrom().getSecretKeyRef().getName());
    assertEquals(null, key.getValue());
    assertFalse(Chart.rendered().contains("SALUS_MODELS_S3"));
    refuses("models.s3.bucket", "Not_A_Bucket");
  }

  /** Value of a variable by deployment. */
  private static Map<String, String> valuesOf(String variable, List<HasMetadata> objects) {
    return deployments(objects)
        .flatMap(
            deployment ->
                containers(deployment).getFirst().getEnv().stream()
                    .filter(one -> one.getName().equals(variable))
                    .map(one -> Map.entry(deployment.getMetadata().getName(), one.getValue())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Stream<Deployment> deployments(List<HasMetadata> objects) {
    return objects.stream().filter(Deployment.class::isInstance).map(Deployment.class::cast);
  }

  @Test
  void aServiceTakesSettingsOfItsOwn() {
    List<String> users =
        Chart.parse(
                Chart.template()
                    .set("services.gateway.env.SALUS_GATEWAY_PUBLIC_URL", "https://salus.example")
                    .call())
            .stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .filter(
                deployment ->
                    containers(deployment).getFirst().getEnv().stream()
                        .anyMatch(
                            one ->
                                one.getName().equals("SALUS_GATEWAY_PUBLIC_URL")
                                    && "https://salus.example".equals(one.getValue())))
            .map(deployment -> deployment.getMetadata().getName())
            .toList();

    assertEquals(List.of("salus-gateway"), users);
    refuses("services.gateway.env.QUARKUS_DATASOURCE_PASSWORD", "secret");
  }

  @Test
  void refusesValuesThatItDoesNotKnow() {
    for (String wrong :
        List.of("replicas", "services.records.replica", "services.billing.replicas")) {
      refuses(wrong, 3);
    }
    refuses("services.records.memory", "lots");
  }

  private static void refuses(String name, Object value) {
    RuntimeException refusal =
        assertThrows(RuntimeException.class, () -> Chart.template().set(name, value).call(), name);
    assertTrue(String.valueOf(refusal.getMessage()).contains("schema"), refusal.getMessage());
  }

  private static List<Container> containers(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers();
  }
}
