/** What drivers of Java share: the file is compiled with what it names, and texts are written as JSON. */
export const JAVA_COMPILE = String.raw`
  static String compile(Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-g", "-proc:none", "-implicit:class", "-nowarn", "-encoding", "UTF-8", "-d", classes.toString(),
        "-cp", System.getProperty("java.class.path"), "-sourcepath", one("sources"));
      if (compiler.getTask(null, manager, said, options, null, manager.getJavaFileObjects(one("file"))).call()) return null;
    }
    for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics())
      if (each.getKind() == Diagnostic.Kind.ERROR)
        return (each.getSource() == null ? "" : Path.of(each.getSource().getName()).getFileName() + ":" + each.getLineNumber() + ": ") + each.getMessage(Locale.ROOT).replace("\n", " ");
    return "the compiler gives no reason";
  }

  static String quoted(String text) {
    StringBuilder made = new StringBuilder("\"");
    for (char c : text.toCharArray()) if (c < 32 || c == '"' || c == '\\' || c > 126) made.append(String.format("\\u%04x", (int) c)); else made.append(c);
    return made.append('"').toString();
  }

  static void fail(PrintStream told, String step, String message) {
    told.println("\n" + one("token") + "{\"kind\":\"failed\",\"step\":" + quoted(step) + ",\"message\":" + quoted(message) + "}");
    told.flush();
    Runtime.getRuntime().halt(0);
  }
`;
