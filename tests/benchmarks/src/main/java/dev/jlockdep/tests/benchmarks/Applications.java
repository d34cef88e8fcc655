package dev.jlockdep.tests.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whole programs with and without the agent, turn about: throughput and memory of some applications,
 * CPU time of one of thousands of types, new dependencies, what weaving does to the size of code and
 * what the JIT makes of that.
 * Arguments: rounds (5), seconds of each run (5), a pattern of names (all; growth, code), seconds of
 * warm-up (10).
 */
public final class Applications {
  private static final List<String> PROGRAMS =
      List.of("caffeine", "h2", "netty", "pool", "virtual");

  private final int rounds;
  private final String seconds;
  private final String warmUp;
  private final Settings settings = Settings.parse(new String[0]);
  private final List<String> libraries = libraries();
  /** Of the children that are run next. */
  private List<String> jvmOptions = List.of();

  private Applications(int rounds, String seconds, String warmUp) throws IOException {
    this.rounds = rounds;
    this.seconds = seconds;
    this.warmUp = warmUp;
  }

  public static void main(String[] args) throws Exception {
    Applications all =
        new Applications(
            args.length > 0 ? Integer.parseInt(args[0]) : 5, args.length > 1 ? args[1] : "5",
            args.length > 3 ? args[3] : "10");
    String only = args.length > 2 ? args[2] : ".*";
    System.out.println("JDK " + System.getProperty("java.runtime.version") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors, " + all.rounds + " pairs");
    all.throughput(only);
    all.loading(only);
    all.compilations(only);
    if ("growth".matches(only)) {
      all.growth();
    }
    if ("code".matches(only)) {
      System.out.println();
      System.out.println(all.child(true, CodeSize.class, all.libraries.toArray(new String[0])));
    }
  }

  private void throughput(String only) throws Exception {
    System.out.println();
    System.out.println("| program | ops/s bare | ops/s agent | kept, median | least | most"
        + " | kept by CPU time, median | least | most | MB bare | MB agent |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (String program : PROGRAMS) {
      boolean possible = !program.equals("virtual") || Runtime.version().feature() >= 21;
      if (program.matches(only) && possible) {
        Pairs pairs = new Pairs();
        for (int i = 0; i < rounds; i++) {
          pairs.add(
              numbers(child(false, Application.class, program, seconds, warmUp)),
              numbers(child(true, Application.class, program, seconds, warmUp)));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %.0f | %.0f | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.0f"
                + " | %.0f |%n",
            program, pairs.bare(0), pairs.agent(0), 100 * pairs.ratio(0, 0.5),
            100 * pairs.ratio(0, 0), 100 * pairs.ratio(0, 1), 100 * pairs.ratio(2, 0.5),
            100 * pairs.ratio(2, 0), 100 * pairs.ratio(2, 1), pairs.bare(1), pairs.agent(1));
      }
    }
  }

  private void loading(String only) throws Exception {
    System.out.println();
    System.out.println("| program | types | CPU-s bare | CPU-s agent | added, median | least | most"
        + " | MB bare | MB agent |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (String work : List.of("0", "1000", "4000")) {
      String name = work.equals("0") ? "loads" : "loads, works " + work;
      if (name.matches(only)) {
        List<String> arguments = new ArrayList<>(List.of(work));
        arguments.addAll(libraries);
        String[] words = arguments.toArray(new String[0]);
        Pairs pairs = new Pairs();
        for (int i = 0; i < rounds; i++) {
          pairs.add(
              numbers(child(false, Loading.class, words)),
              numbers(child(true, Loading.class, words)));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %.0f | %.2f | %.2f | %+.0f %% | %+.0f %% | %+.0f %% | %.0f | %.0f |%n",
            name, pairs.bare(0), pairs.bare(1), pairs.agent(1), 100 * pairs.ratio(1, 0.5) - 100,
            100 * pairs.ratio(1, 0) - 100, 100 * pairs.ratio(1, 1) - 100, pairs.bare(2),
            pairs.agent(2));
      }
    }
  }

  /** Methods that the JIT compiles or inlines without the agent only. */
  private void compilations(String only) throws Exception {
    for (String program : PROGRAMS) {
      if (("compiled, " + program).matches(only)) {
        List<Compilations> bare = new ArrayList<>();
        List<Compilations> agent = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
          bare.add(compilations(false, program));
          agent.add(compilations(true, program));
        }
        List<String> lost = Compilations.lost(bare, agent);
        System.out.println();
        System.out.println(program + ": " + lost.size() + " methods lost");
        lost.forEach(method -> System.out.println("  " + method));
      }
    }
  }

  private Compilations compilations(boolean agent, String program) throws Exception {
    Path log = Files.createTempFile("compilations", ".log");
    try {
      jvmOptions = Compilations.options(log);
      child(agent, Application.class, program, seconds, warmUp);
      return Compilations.read(log);
    } finally {
      jvmOptions = List.of();
      Files.delete(log);
    }
  }

  private void growth() throws Exception {
    System.out.println();
    for (String shape : List.of("random", "layered", "forward-chain", "reverse-chain")) {
      for (String size : List.of("1000", "10000", "50000", "100000", "1000000")) {
        // a chain needs a class for each dependency: no more than there may be
        if (!shape.endsWith("chain") || Integer.parseInt(size) <= 50_000) {
          System.out.println(child(true, Growth.class, size, shape));
        }
      }
    }
  }

  private static List<String> libraries() throws IOException {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    try (Stream<Path> jars = Files.list(jar.resolveSibling("libraries"))) {
      return jars.map(Path::toString).sorted().toList();
    }
  }

  /** What a program printed last. */
  private String child(boolean agent, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String path = System.getProperty("java.class.path");
    if (main == CodeSize.class) {
      path = settings.agent + File.pathSeparator
          + settings.agent.resolveSibling("jlockdep-runtime.jar") + File.pathSeparator + path;
    } else if (agent) {
      command.add(settings.agentArgument());
    }
    command.addAll(jvmOptions);
    command.addAll(List.of("-Xmx2g", "-cp",
        path + File.pathSeparator + String.join(File.pathSeparator, libraries), main.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (child.waitFor() != 0) {
      throw new IOException(main.getSimpleName() + " ended with " + child.exitValue());
    }
    return text;
  }

  private static double[] numbers(String line) {
    return Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Figures of runs that were made side by side. */
  private static final class Pairs {
    private final List<double[]> bare = new ArrayList<>();
    private final List<double[]> agent = new ArrayList<>();

    void add(double[] without, double[] with) {
      bare.add(without);
      agent.add(with);
    }

    double bare(int figure) {
      return quantile(bare.stream().mapToDouble(n -> n[figure]).sorted().toArray(), 0.5);
    }

    double agent(int figure) {
      return quantile(agent.stream().mapToDouble(n -> n[figure]).sorted().toArray(), 0.5);
    }

    /** Of the ratios of the pairs. */
    double ratio(int figure, double quantile) {
      double[] ratios = new double[bare.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = agent.get(i)[figure] / bare.get(i)[figure];
      }
      java.util.Arrays.sort(ratios);
      return quantile(ratios, quantile);
    }

    private static double quantile(double[] sorted, double quantile) {
      return sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }
  }
}
