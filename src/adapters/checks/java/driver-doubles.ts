/** Databases, requests and responses as interfaces that answer by the names of their methods; results as text. */
export const JAVA_DOUBLES = String.raw`
  static Object double_(Class<?> type, String statement) {
    ClassLoader loader = type.getClassLoader() == null ? AssayDrive.class.getClassLoader() : type.getClassLoader();
    return java.lang.reflect.Proxy.newProxyInstance(loader, new Class<?>[] { type }, new Double(type, statement));
  }

  // An interface that answers by the names of its methods and the types that they give: databases, requests, responses.
  static class Double implements InvocationHandler {
    final Class<?> type;
    final String statement;
    final TreeMap<Integer, String> bound = new TreeMap<>();
    final Map<String, Object> kept = new HashMap<>();
    int rows;

    Double(Class<?> type, String statement) { this.type = type; this.statement = statement; }

    @Override public Object invoke(Object self, Method method, Object[] args) throws Throwable {
      String name = method.getName();
      Object first = args == null || args.length == 0 ? null : args[0];
      String word = String.valueOf(first);
      Class<?> gives = method.getReturnType();
      if (name.equals("equals") && args != null) return self == first;
      if (name.equals("hashCode")) return 1;
      if (name.equals("toString") && args == null) return type.getSimpleName();
      if (type.getName().matches("javax?\\.sql\\..*")) return database(name, first, word, args, gives);
      return web(name, first, word, args, gives);
    }

    Object database(String name, Object first, String word, Object[] args, Class<?> gives) throws Exception {
      if (first instanceof String && name.startsWith("prepare")) { tell("statement", "any", word); return double_(gives, word); }
      if (name.startsWith("execute") || name.equals("addBatch")) {
        if (first instanceof String) { tell("statement", "any", word); tell("bound", word); }
        else if (statement != null) {
          StringBuilder made = new StringBuilder();
          int at = 0;
          for (char c : statement.toCharArray()) {
            if (c == '?') made.append("'").append(bound.getOrDefault(++at, "?").replace("'", "''")).append("'"); else made.append(c);
          }
          tell("bound", made.toString());
        }
      }
      if (name.startsWith("set") && args != null && args.length > 1 && first instanceof Integer) bound.put((Integer) first, String.valueOf(args[1]));
      if (name.equals("next")) return rows++ < 1;
      if (name.equals("acceptsURL")) return true;
      if (name.equals("getString") || name.equals("getObject") && gives == Object.class) return "1";
      return empty(gives, true);
    }

    Object web(String name, Object first, String word, Object[] args, Class<?> gives) throws Exception {
      switch (name) {
        case "getWriter": return new PrintWriter(page, true);
        case "getReader": return new BufferedReader(new StringReader(text));
        case "sendRedirect": status = 302; tell("location", word); tell("header", "Location", word); return null;
        case "setHeader": case "addHeader":
          if (word.equalsIgnoreCase("Location")) tell("location", String.valueOf(args[1]));
          tell("header", word, String.valueOf(args[1]));
          return null;
        case "addCookie":
          Class<?> cookie = first.getClass();
          tell("cookie", String.valueOf(cookie.getMethod("getName").invoke(first)), String.valueOf(cookie.getMethod("getSecure").invoke(first)), String.valueOf(cookie.getMethod("isHttpOnly").invoke(first)));
          return null;
        case "setStatus": status = (Integer) first; return null;
        case "sendError": status = (Integer) first; if (args.length > 1) page.write(String.valueOf(args[1])); return null;
        case "getStatus": return status;
        case "setContentType": tell("header", "Content-Type", word); return null;
        case "getMethod": return "POST";
        case "getOriginalFilename": return text;
        case "getBytes": return body;
        case "transferTo": Files.write(((File) first).toPath(), body); return null;
        case "getParameter": case "getHeader": case "getQueryString": return text;
        case "getPathInfo": case "getRequestURI": case "getServletPath": return one("prefix").startsWith("/") ? one("prefix") + text : "/" + text;
        case "getContextPath": return "";
        case "getParameterValues": return new String[] { text };
        case "getCookies": return null;
        case "setAttribute": kept.put(word, args[1]); return null;
        case "getAttribute": return kept.get(word);
        default:
      }
      if (gives.getSimpleName().equals("ServletInputStream") || gives.getSimpleName().equals("ServletOutputStream")) return stream(gives);
      return empty(gives, false);
    }

    Object empty(Class<?> gives, boolean one) throws Exception {
      if (gives == boolean.class) return one;
      if (gives == int.class) return one ? 1 : 0;
      if (gives == long.class) return 1L;
      if (gives == double.class) return 1.0;
      if (gives == float.class) return 1f;
      if (gives == short.class) return (short) 1;
      if (gives == byte.class) return (byte) 1;
      if (gives == int[].class) return new int[0];
      if (gives == Enumeration.class) return Collections.enumeration(all("field"));
      if (gives == Map.class) { Map<String, String[]> made = new HashMap<>(); for (String each : all("field")) made.put(each, new String[] { text }); return made; }
      return gives.isInterface() && !gives.getName().startsWith("java.util") ? double_(gives) : null;
    }
  }

  // The streams of a servlet are abstract classes, which stand-ins of ours leave with one way in or out.
  static Object stream(Class<?> type) throws Exception {
    for (Class<?> each : type.getDeclaredClasses()) if (each.getSimpleName().equals("Plain"))
      return type.getSimpleName().contains("Input") ? each.getConstructor(InputStream.class).newInstance(new ByteArrayInputStream(body)) : each.getConstructor(OutputStream.class).newInstance(sink());
    return null;
  }

  // What Spring makes of the result of a controller.
  static Object answered(Object given) throws Exception {
    if (given instanceof String && ((String) given).startsWith("redirect:") && one("family").equals("open-redirect")) { status = 302; tell("location", ((String) given).substring(9)); return null; }
    String type = given == null ? "" : given.getClass().getName();
    if (type.equals("org.springframework.web.servlet.view.RedirectView")) { status = 302; tell("location", String.valueOf(given.getClass().getMethod("getUrl").invoke(given))); return null; }
    if (!type.equals("org.springframework.http.ResponseEntity")) return given;
    Object code = given.getClass().getMethod("getStatusCode").invoke(given);
    status = (Integer) code.getClass().getMethod("value").invoke(code);
    for (Map.Entry<?, ?> each : ((Map<?, ?>) given.getClass().getMethod("getHeaders").invoke(given)).entrySet())
      for (Object value : (List<?>) each.getValue()) {
        tell("header", String.valueOf(each.getKey()), String.valueOf(value));
        if ("Location".equalsIgnoreCase(String.valueOf(each.getKey()))) tell("location", String.valueOf(value));
      }
    return given.getClass().getMethod("getBody").invoke(given);
  }

  static String show(Object given) throws Exception {
    if (given == null) return "";
    if (given instanceof byte[]) { StringBuilder made = new StringBuilder(); String plain = new String((byte[]) given, StandardCharsets.UTF_8); if (plain.chars().allMatch(c -> c >= 9 && c < 127)) return plain; for (byte each : (byte[]) given) made.append(String.format("%02x", each)); return made.toString(); }
    if (given instanceof InputStream) return new String(((InputStream) given).readNBytes(20000), StandardCharsets.UTF_8);
    if (given instanceof Reader) { char[] read = new char[20000]; int count = ((Reader) given).read(read); return count < 0 ? "" : new String(read, 0, count); }
    if (given instanceof org.w3c.dom.Document) { org.w3c.dom.Element root = ((org.w3c.dom.Document) given).getDocumentElement(); return root == null ? "" : root.getNodeName() + " " + root.getTextContent(); }
    if (given instanceof org.w3c.dom.Node) return ((org.w3c.dom.Node) given).getTextContent();
    if (given instanceof Object[]) return Arrays.toString((Object[]) given);
    if (given instanceof CharSequence || given instanceof Number || given instanceof Boolean || given instanceof Collection || given instanceof Map || given instanceof Path || given instanceof File || given instanceof URI || given instanceof Optional) return given.toString();
    return "(" + given.getClass().getSimpleName() + ")";
  }
`;
