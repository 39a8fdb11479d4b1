/** Doubles that the JDK has places for, the folders that the driver works in, and one call. */
export const JAVA_WORLD = String.raw`
  // Doubles that the JDK itself has places for.
  static void watch() throws Exception {
    DriverManager.registerDriver((Driver) double_(Driver.class));
    Security.insertProviderAt(new Provider("Assay", "1", "") {
      @Override public Service getService(String type, String algorithm) {
        String name = algorithm.toLowerCase(Locale.ROOT);
        if (type.equals("MessageDigest")) tell("hash", name.equals("sha") || name.equals("sha-1") ? "sha1" : name.replace("-", ""), "true");
        if (type.equals("Cipher")) {
          String[] parts = name.split("/");
          tell("cipher", parts.length == 1 && parts[0].equals("aes") ? "aes-ecb" : parts.length > 1 ? parts[0] + "-" + parts[1] : parts[0]);
        }
        return null;
      }
    }, 1);
    ServerSocket server = new ServerSocket(Integer.parseInt(one("port")), 50, InetAddress.getByName("127.0.0.1"));
    Thread waiting = new Thread(() -> {
      while (true)
        try (Socket socket = server.accept()) {
          String line = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
          if (line == null) continue;
          if (!line.contains("http://")) tell("served", line);
          socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nfetched".getBytes());
        } catch (IOException over) { continue; }
    });
    waiting.setDaemon(true);
    waiting.start();
    ProxySelector.setDefault(new ProxySelector() {
      @Override public List<java.net.Proxy> select(URI uri) {
        tell("contact", String.valueOf(uri.getHost()));
        tell("address", uri.toString());
        if (uri.getPort() == server.getLocalPort() && "/entity".equals(uri.getPath())) tell("entity", uri.toString());
        boolean own = uri.getPort() == server.getLocalPort();
        return List.of(own ? java.net.Proxy.NO_PROXY : new java.net.Proxy(java.net.Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", server.getLocalPort())));
      }
      @Override public void connectFailed(URI uri, SocketAddress address, IOException fault) { tell("refused", uri.toString()); }
    });
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    for (java.util.logging.Handler each : root.getHandlers()) root.removeHandler(each);
    root.addHandler(new java.util.logging.Handler() {
      @Override public void publish(java.util.logging.LogRecord record) { tell("log", new java.util.logging.SimpleFormatter().formatMessage(record)); }
      @Override public void flush() {}
      @Override public void close() {}
    });
  }

  static String base() { return room + "/base"; }

  static void prepare() throws Exception {
    remove(new File(room));
    List<String> folders = new ArrayList<>(List.of(base()));
    for (String each : all("folder")) folders.add(each.startsWith("/") ? each : System.getProperty("user.dir") + "/" + each);
    for (String folder : folders) {
      new File(folder).mkdirs();
      Set<String> names = new HashSet<>(List.of("a.txt"));
      for (String[] shot : shots) if (shot[0].startsWith("control") && shot[2].startsWith("=")) names.add(shot[2].substring(1));
      for (String[] each : parameters) names.add(each[2]);
      for (String name : names)
        if (name.matches("[\\w.-]{1,60}") && !name.startsWith(".") && new File(folder).isDirectory() && !new File(folder, name).exists())
          Files.writeString(Path.of(folder, name), "a few words\n");
    }
    for (String[] each : secrets) {
      // Beside a folder that is none of the machine, such as the path of a route, nothing can be hidden.
      File beside = new File(each[0]).getParentFile();
      beside.mkdirs();
      if (beside.isDirectory()) Files.writeString(Path.of(each[0]), each[1]);
    }
  }

  static void remove(File file) {
    if (!Files.isSymbolicLink(file.toPath())) { File[] inner = file.listFiles(); if (inner != null) for (File each : inner) remove(each); }
    file.delete();
  }

  static void touched() throws IOException {
    for (String[] secret : secrets) {
      File[] found = new File(secret[0]).getParentFile().listFiles();
      if (found != null) for (File each : found)
        if (!each.getPath().equals(secret[0]) || !Files.readString(each.toPath()).equals(secret[1])) tell("file", "written", each.getPath());
      if (found != null && !new File(secret[0]).exists()) tell("file", "removed", secret[0]);
    }
  }

  static String call(Method target, String[] shot) throws Exception {
    prepare();
    events.clear();
    status = 200;
    page = new StringWriter();
    String[] kept = { "returned", "nothing", "" };
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    ExecutorService one = Executors.newSingleThreadExecutor(work -> { Thread made = new Thread(work); made.setDaemon(true); made.setContextClassLoader(Thread.currentThread().getContextClassLoader()); return made; });
    Future<String[]> answer = one.submit(() -> invoke(target, shot));
    try { kept = answer.get(3, TimeUnit.SECONDS); }
    catch (java.util.concurrent.TimeoutException late) { kept[0] = "hung"; }
    catch (ExecutionException fault) { kept = new String[] { "raised", "driver", String.valueOf(fault.getCause()) }; }
    one.shutdownNow();
    touched();
    String output = kept[2] + page + printed.toString(StandardCharsets.UTF_8);
    if (output.length() > 20000) output = output.substring(0, 20000);
    boolean said = status != 200 || page.getBuffer().length() > 0;
    if (said) tell("status", String.valueOf(status));
    String value = kept[0].equals("returned") && said ? (status >= 400 ? "a refusal" : "something") : kept[1];
    StringBuilder json = new StringBuilder("{\"id\":" + quoted(shot[0]) + ",\"outcome\":" + quoted(kept[0]) + ",\"value\":" + quoted(value) + ",\"output\":" + quoted(output)
      + ",\"canary\":" + new File(shot[3]).exists() + ",\"events\":[");
    String[][] seen = events.toArray(new String[0][]);
    for (int i = 0; i < seen.length; i++) {
      json.append(i == 0 ? "[" : ",[");
      for (int j = 0; j < seen[i].length; j++) json.append(j == 0 ? "" : ",").append(quoted(seen[i][j]));
      json.append("]");
    }
    return json.append("]}").toString();
  }

  static String[] invoke(Method target, String[] shot) {
    try {
      Object[] args = new Object[target.getParameterCount()];
      text = shot[2].startsWith("=") ? shot[2].substring(1) : "ann";
      body = one("family").equals("deserialization") ? serialized(shot[0].startsWith("attack") ? shot[3] : null) : text.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < args.length; i++) {
        String[] declared = parameters.get(i);
        boolean chosen = shot[1].equals(String.valueOf(i)) && shot[2].startsWith("=");
        args[i] = make(target.getParameterTypes()[i], declared[0], declared[1], chosen ? text : declared[2], chosen, shot, 0);
      }
      Object self = Modifier.isStatic(target.getModifiers()) ? null : instance(target.getDeclaringClass(), shot, 0);
      Object given = answered(target.invoke(self, args));
      String output = show(given);
      return new String[] { "returned", given == null || output.isEmpty() ? "nothing" : "something", output };
    } catch (InvocationTargetException fault) {
      return new String[] { "raised", fault.getCause().getClass().getSimpleName(), "" };
    } catch (Throwable fault) {
      return new String[] { "raised", "driver", fault.toString() };
    }
  }
`;
