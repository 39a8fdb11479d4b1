/** Arguments by their types. */
export const JAVA_VALUES = String.raw`
  static Object instance(Class<?> type, String[] shot, int depth) throws Exception {
    Constructor<?>[] known = type.getDeclaredConstructors();
    Arrays.sort(known, Comparator.comparingInt(Constructor::getParameterCount));
    for (Constructor<?> each : known) {
      try {
        each.setAccessible(true);
        Object[] args = new Object[each.getParameterCount()];
        for (int i = 0; i < args.length; i++) {
          Class<?> wanted = each.getParameterTypes()[i];
          boolean place = wanted == Path.class || wanted == File.class || wanted == String.class;
          args[i] = make(wanted, "made", place ? "folder" : "object", "ann", false, shot, depth + 1);
        }
        Object self = each.newInstance(args);
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass())
          for (Field field : level.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive() || field.getType() == String.class) continue;
            try { field.setAccessible(true); } catch (RuntimeException closed) { continue; }
            boolean filled = field.getType().isInterface() || field.getType().getName().startsWith("org.springframework.");
            if (field.get(self) == null && filled) field.set(self, make(field.getType(), field.getName(), "object", "ann", false, shot, depth + 1));
          }
        return self;
      } catch (InvocationTargetException tooFew) { continue; }
    }
    throw new IllegalStateException("no way to make a " + type.getName());
  }

  static Object make(Class<?> type, String name, String shape, String value, boolean chosen, String[] shot, int depth) throws Exception {
    if (shape.equals("folder")) value = base();
    value = asDocument(value);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    boolean serial = one("family").equals("deserialization");
    if (shape.equals("archive")) bytes = archive(value);
    if (serial) bytes = serialized(shot[0].startsWith("attack") ? shot[3] : null);
    if (type == String.class || type == CharSequence.class || type == Object.class) {
      if (shape.equals("archive")) { Path made = Path.of(base(), "packed.zip"); Files.write(made, bytes); return made.toString(); }
      return serial && chosen ? Base64.getEncoder().encodeToString(bytes) : value;
    }
    if (type == byte[].class) return bytes;
    if (type == InputStream.class || type == ByteArrayInputStream.class) return new ByteArrayInputStream(bytes);
    if (type == ObjectInputStream.class) return new ObjectInputStream(new ByteArrayInputStream(bytes));
    if (type == ZipInputStream.class) return new ZipInputStream(new ByteArrayInputStream(shape.equals("archive") ? bytes : archive(value)));
    if (type == ZipEntry.class) return new ZipEntry(value.isEmpty() ? "a" : value);
    if (type == Reader.class || type == StringReader.class) return new StringReader(value);
    if (type.getName().equals("org.xml.sax.InputSource")) return new org.xml.sax.InputSource(new StringReader(value));
    if (type == Path.class || type == File.class) {
      String where = value;
      if (one("family").equals("xml-entities") || shape.equals("archive") || serial) { where = base() + "/given"; Files.write(Path.of(where), bytes); }
      return type == Path.class ? Path.of(where) : new File(where);
    }
    if (type == URL.class) return new URL(value);
    if (type == URI.class) return new URI(value);
    if (type == int.class || type == Integer.class) return (int) number(value);
    if (type == long.class || type == Long.class) return number(value);
    if (type == short.class || type == Short.class) return (short) number(value);
    if (type == byte.class || type == Byte.class) return (byte) number(value);
    if (type == double.class || type == Double.class) return (double) number(value);
    if (type == float.class || type == Float.class) return (float) number(value);
    if (type == boolean.class || type == Boolean.class) return false;
    if (type == char.class) return 'a';
    if (type == char[].class) return value.toCharArray();
    if (type == String[].class) return new String[] { value };
    if (type == List.class || type == Collection.class || type == Iterable.class) return new ArrayList<>(List.of(value));
    if (type == Set.class) return new HashSet<>(List.of(value));
    if (type == Map.class) { Map<String, Object> made = new HashMap<>(); for (String each : all("field")) made.put(each, value); return made; }
    if (type == PrintWriter.class || type == Writer.class) return new PrintWriter(page, true);
    if (type == OutputStream.class) return sink();
    if (type.isInterface()) { if (chosen) text = value; return double_(type); }
    if (type.isEnum()) return type.getEnumConstants()[0];
    if (Modifier.isAbstract(type.getModifiers()) || depth > 2) return null;
    try {
      Object made = instance(type, shot, depth + 1);
      for (Field field : type.getDeclaredFields())
        if (field.getType() == String.class && !Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) { field.setAccessible(true); field.set(made, value); }
      return made;
    } catch (IllegalStateException none) { return null; }
  }

  // A schema gives nothing of what it holds back, so that its entities lead to a server that sees who asks.
  static String asDocument(String value) {
    int from = value.indexOf("<x"), name = value.indexOf("<name>"), end = value.indexOf("</name>");
    if (from < 0 || name < 0 || end < 0) return value;
    String head = value.substring(0, from), held = value.substring(name + 6, end);
    if (one("documents").equals("style-sheet"))
      // How far a transformation lets entities of the document itself grow is limited by the JDK, whatever its factory is told.
      return (head.contains("SYSTEM") || head.contains("PUBLIC") ? head : "") + "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><y>" + (head.contains("<!ENTITY a") ? "one" : held) + "<xsl:value-of select='.'/></y></xsl:template></xsl:stylesheet>";
    if (!one("documents").equals("schema")) return value;
    return head.replaceAll("SYSTEM \"[^\"]*\"", "SYSTEM \"http://127.0.0.1:" + one("port") + "/entity\"")
      + "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='x'><xs:annotation><xs:documentation>" + held + "</xs:documentation></xs:annotation></xs:element></xs:schema>";
  }

  static long number(String value) { try { return Long.parseLong(value.trim()); } catch (NumberFormatException other) { return 1; } }

  static byte[] archive(String name) throws IOException {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(made)) { zip.putNextEntry(new ZipEntry(name)); zip.write("unpacked\n".getBytes()); zip.closeEntry(); }
    return made.toByteArray();
  }

  static byte[] serialized(String canary) throws IOException {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    Object object = "a word";
    if (canary != null) { Canary one = new Canary(); one.path = canary; object = one; }
    try (ObjectOutputStream out = new ObjectOutputStream(made)) { out.writeObject(object); }
    return made.toByteArray();
  }

  static OutputStream sink() {
    return new OutputStream() { @Override public void write(int c) { page.write(c & 255); } };
  }

  static Object double_(Class<?> type) { return double_(type, null); }
`;
