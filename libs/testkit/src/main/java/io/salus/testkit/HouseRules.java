package io.salus.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house for one module; each module checks itself in a test of three lines. */
public final class HouseRules {
  private HouseRules() {}

  /** Checks every rule on the classes under {@code io.salus.<module>}. */
  public static void check(String module) {
    String root = "io.salus." + module;
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
    noServiceKnowsAnother(module).check(classes);
    grpcTypesStayAtTheDoor(root).check(classes);
    domainKnowsNoTransport(root).check(classes);
    noCommonPackages(root).check(classes);
    slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  private static ArchRule noServiceKnowsAnother(String module) {
    String[] others =
        java.util.stream.Stream.of(
                "gateway", "records", "inference", "synthesis", "scheduling", "cli")
            .filter(other -> !other.equals(module))
            .map(other -> "io.salus." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  private static ArchRule grpcTypesStayAtTheDoor(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .haveNameNotMatching(".*(GrpcService|Client|ProtoMapper)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.salus.proto..")
        .because("generated types appear only in *GrpcService, *Client and *ProtoMapper")
        .allowEmptyShould(true);
  }

  private static ArchRule domainKnowsNoTransport(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .haveNameNotMatching(
            ".*(GrpcService|Client|ProtoMapper|Resource|Route|Routes|ExceptionMapper)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "io.grpc..")
        .because("domain code knows neither REST nor gRPC")
        .allowEmptyShould(true);
  }

  private static ArchRule noCommonPackages(String root) {
    return noClasses()
        .should()
        .resideInAnyPackage(
            root + "..common..", root + "..util..", root + "..utils..", root + "..helper..")
        .because("a name that fits everything says nothing")
        .allowEmptyShould(true);
  }
}
