/**
 * Compiles the tests with what they need of the project, then has JUnit run them. Arguments: source roots (joined by colons), resource folders, then the
 * test files. Tells on standard output, between two lines with the word that stands on its standard input, the state of every test as JSON.
 */
const COMMON = String.raw`
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import javax.tools.*;

public class AssayTests {
  static final Map<String, String> states = new LinkedHashMap<>();

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    Matcher word = Pattern.compile("\"word\":\"([^\"]+)\"").matcher(line == null ? "" : line);
    if (!word.find()) System.exit(70);
    Path classes = Files.createTempDirectory("classes");
    List<File> files = new ArrayList<>();
    for (int i = 2; i < args.length; i++) files.add(new File(args[i]));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-g", "-proc:none", "-implicit:class", "-nowarn", "-encoding", "UTF-8", "-d", classes.toString(),
        "-cp", System.getProperty("java.class.path"), "-sourcepath", args[0]);
      if (!compiler.getTask(null, manager, said, options, null, manager.getJavaFileObjectsFromFiles(files)).call()) {
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics())
          if (each.getKind() == Diagnostic.Kind.ERROR) {
            System.err.println("cannot build: " + (each.getSource() == null ? "" : each.getSource().getName() + ":" + each.getLineNumber() + ": ")
              + each.getMessage(Locale.ROOT).lines().limit(2).reduce((a, b) -> a + ", " + b.trim()).orElse(""));
            break;
          }
        System.exit(71);
      }
    }
    List<URL> places = new ArrayList<>();
    places.add(classes.toUri().toURL());
    for (String folder : args[1].split(":")) if (!folder.isEmpty()) places.add(new File(folder + "/").toURI().toURL());
    URLClassLoader loader = new URLClassLoader(places.toArray(new URL[0]), AssayTests.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    List<Class<?>> found = new ArrayList<>();
    for (File file : files) {
      String text = Files.readString(file.toPath());
      Matcher named = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;").matcher(text);
      String name = (named.find() ? named.group(1) + "." : "") + file.getName().replace(".java", "");
      try { found.add(Class.forName(name, false, loader)); }
      catch (Throwable fault) { states.put(name, "failed"); System.err.println(name + ": " + fault); }
    }
    run(found);
    StringBuilder json = new StringBuilder("{\"states\":{");
    boolean failed = false, first = true;
    for (Map.Entry<String, String> each : states.entrySet()) {
      json.append(first ? "" : ",").append(quoted(each.getKey())).append(":").append(quoted(each.getValue()));
      failed |= each.getValue().equals("failed");
      first = false;
    }
    out.println("\n" + word.group(1) + "\n" + json + "}}\n" + word.group(1));
    out.flush();
    Runtime.getRuntime().halt(failed ? 1 : 0);
  }

  static String quoted(String text) {
    StringBuilder made = new StringBuilder("\"");
    for (char c : text.toCharArray())
      if (c < 32 || c == '"' || c == '\\' || c > 126) made.append(String.format("\\u%04x", (int) c)); else made.append(c);
    return made.append('"').toString();
  }

  static void put(String name, String state) {
    String unique = name;
    for (int copy = 2; states.containsKey(unique) && !states.get(unique).equals("running"); copy++) unique = name + " #" + copy;
    states.put(unique, state);
  }
`;

const JUNIT4 = String.raw`
  static void run(List<Class<?>> classes) throws Exception {
    org.junit.runner.JUnitCore core = new org.junit.runner.JUnitCore();
    core.addListener(new org.junit.runner.notification.RunListener() {
      final Set<String> bad = new HashSet<>();
      String name(org.junit.runner.Description test) { return test.getClassName() + " > " + test.getMethodName(); }
      @Override public void testFailure(org.junit.runner.notification.Failure failure) {
        bad.add(name(failure.getDescription()));
        System.err.println(failure.getTestHeader() + ": " + failure.getException());
        if (failure.getDescription().isSuite()) states.put(failure.getDescription().getClassName(), "failed");
      }
      @Override public void testAssumptionFailure(org.junit.runner.notification.Failure failure) { states.put(name(failure.getDescription()), "skipped"); }
      @Override public void testIgnored(org.junit.runner.Description test) { put(name(test), "skipped"); }
      @Override public void testFinished(org.junit.runner.Description test) {
        if (!"skipped".equals(states.get(name(test)))) put(name(test), bad.remove(name(test)) ? "failed" : "passed");
      }
    });
    core.run(classes.toArray(new Class<?>[0]));
  }
}
`;

const JUNIT5 = String.raw`
  static void run(List<Class<?>> classes) throws Exception {
    var builder = org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request();
    for (Class<?> each : classes) builder.selectors(org.junit.platform.engine.discovery.DiscoverySelectors.selectClass(each));
    var listener = new org.junit.platform.launcher.TestExecutionListener() {
      String name(org.junit.platform.launcher.TestIdentifier test) {
        return test.getUniqueId().replaceAll("\\[engine:[^\\]]*\\]/?", "").replaceAll("\\[(?:class|nested-class|method|test-template|test-factory|test-template-invocation|dynamic-test|test):", "").replace("]/", " > ").replace("]", "");
      }
      @Override public void executionSkipped(org.junit.platform.launcher.TestIdentifier test, String why) { put(name(test), "skipped"); }
      @Override public void executionFinished(org.junit.platform.launcher.TestIdentifier test, org.junit.platform.engine.TestExecutionResult result) {
        String state = switch (result.getStatus()) { case SUCCESSFUL -> "passed"; case ABORTED -> "skipped"; default -> "failed"; };
        result.getThrowable().ifPresent(fault -> System.err.println(name(test) + ": " + fault));
        if (test.isTest() || state.equals("failed")) put(name(test), state);
      }
    };
    org.junit.platform.launcher.core.LauncherFactory.create().execute(builder.build(), listener);
  }
}
`;

/** The program for a generation of JUnit, by its file name. */
export function junitProgram(junit: 4 | 5): Readonly<Record<string, string>> {
  return { "AssayTests.java": `${COMMON}${junit === 4 ? JUNIT4 : JUNIT5}` };
}
