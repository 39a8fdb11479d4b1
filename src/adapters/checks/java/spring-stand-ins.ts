const ROOT = "org.springframework";
/** Annotations by their packages; each takes whatever Spring's own is usually given. */
const ANNOTATIONS: Readonly<Record<string, readonly string[]>> = {
  "web.bind.annotation": [
    "RestController",
    "ControllerAdvice",
    "RestControllerAdvice",
    "ResponseBody",
    "CrossOrigin",
    "ModelAttribute",
    "RequestMapping",
    "GetMapping",
    "PostMapping",
    "PutMapping",
    "DeleteMapping",
    "PatchMapping",
    "RequestParam",
    "PathVariable",
    "RequestBody",
    "RequestHeader",
    "CookieValue",
    "RequestPart",
  ],
  stereotype: ["Controller", "Service", "Component", "Repository"],
  "beans.factory.annotation": ["Autowired", "Value", "Qualifier"],
  "transaction.annotation": ["Transactional"],
  "context.annotation": ["Configuration", "Bean"],
};
const TEXTS = ["value", "path", "produces", "consumes", "params", "headers", "origins"];

/** The least of Spring MVC and JdbcTemplate that a controller asks for, for projects whose libraries are not on this machine. They clean and check nothing; statements go to `DriverManager` and on to its double. */
export function springStandIns(): Readonly<Record<string, string>> {
  const made: [string, string][] = [];
  const add = (folder: string, name: string, body: string): void => {
    const held = `${ROOT}.${folder}`;
    const imports = ["java.io.*", "java.net.URI", "java.sql.*", "java.util.*", "javax.sql.DataSource"];
    const text = `package ${held};\n${imports.map((each) => `import ${each};\n`).join("")}public ${body}\n`;
    made.push([`${held.replaceAll(".", "/")}/${name}.java`, text]);
  };
  for (const [folder, names] of Object.entries(ANNOTATIONS))
    for (const name of names) {
      const plain =
        /^(?:Value|Qualifier|Request(?:Param|Header|Part|Body)|PathVariable|CookieValue|Controller|Service|Component|Repository|RestController)$/u;
      const value = plain.test(name) ? ['String value() default "";'] : TEXTS.map((each) => `String[] ${each}() default {};`);
      const method = name === "RequestMapping" ? "RequestMethod[] method() default {};" : "";
      const more =
        'String name() default ""; boolean required() default true; String defaultValue() default ""; boolean readOnly() default false;';
      add(folder, name, `@interface ${name} { ${value.join(" ")} ${method} ${more} }`);
    }
  for (const [folder, name, body] of TYPES) add(folder, name, body);
  return Object.fromEntries(made);
}

const TYPES: readonly (readonly [string, string, string])[] = [
  ["web.bind.annotation", "RequestMethod", "enum RequestMethod { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE }"],
  [
    "http",
    "HttpStatus",
    `enum HttpStatus { OK(200), CREATED(201), ACCEPTED(202), NO_CONTENT(204), MOVED_PERMANENTLY(301), FOUND(302), SEE_OTHER(303), TEMPORARY_REDIRECT(307), PERMANENT_REDIRECT(308), BAD_REQUEST(400), UNAUTHORIZED(401), FORBIDDEN(403), NOT_FOUND(404), CONFLICT(409), INTERNAL_SERVER_ERROR(500);
  private final int number;
  HttpStatus(int n) { number = n; }
  public int value() { return number; }
  public static HttpStatus valueOf(int n) { for (HttpStatus each : values()) if (each.number == n) return each; return n < 400 ? OK : BAD_REQUEST; } }`,
  ],
  [
    "http",
    "MediaType",
    `class MediaType { private final String text; public MediaType(String t) { text = t; }
  public static final MediaType TEXT_HTML = new MediaType("text/html"), TEXT_PLAIN = new MediaType("text/plain"), APPLICATION_JSON = new MediaType("application/json"), APPLICATION_XML = new MediaType("application/xml"), APPLICATION_PDF = new MediaType("application/pdf"), APPLICATION_OCTET_STREAM = new MediaType("application/octet-stream");
  public static final String TEXT_HTML_VALUE = "text/html", TEXT_PLAIN_VALUE = "text/plain", APPLICATION_JSON_VALUE = "application/json", APPLICATION_XML_VALUE = "application/xml", APPLICATION_OCTET_STREAM_VALUE = "application/octet-stream", MULTIPART_FORM_DATA_VALUE = "multipart/form-data";
  public static MediaType parseMediaType(String t) { return new MediaType(t); } public static MediaType valueOf(String t) { return new MediaType(t); } @Override public String toString() { return text; } }`,
  ],
  [
    "http",
    "HttpHeaders",
    `class HttpHeaders extends LinkedHashMap<String, List<String>> { public static final String LOCATION = "Location", CONTENT_DISPOSITION = "Content-Disposition", CONTENT_TYPE = "Content-Type", SET_COOKIE = "Set-Cookie", AUTHORIZATION = "Authorization", CACHE_CONTROL = "Cache-Control";
  public void add(String n, String v) { computeIfAbsent(n, k -> new ArrayList<>()).add(v); } public void set(String n, String v) { put(n, new ArrayList<>(List.of(String.valueOf(v)))); } public String getFirst(String n) { return containsKey(n) ? get(n).get(0) : null; }
  public void setLocation(URI u) { set(LOCATION, u.toString()); } public void setContentType(MediaType t) { set(CONTENT_TYPE, t.toString()); } public void setContentLength(long n) { set("Content-Length", String.valueOf(n)); } }`,
  ],
  [
    "http",
    "ResponseEntity",
    `class ResponseEntity<T> { private final T body; private final HttpStatus status; private final HttpHeaders headers;
  public ResponseEntity(HttpStatus s) { this(null, new HttpHeaders(), s); } public ResponseEntity(T b, HttpStatus s) { this(b, new HttpHeaders(), s); } public ResponseEntity(HttpHeaders h, HttpStatus s) { this(null, h, s); }
  public ResponseEntity(T b, HttpHeaders h, HttpStatus s) { body = b; headers = h; status = s; }
  public T getBody() { return body; } public HttpStatus getStatusCode() { return status; } public int getStatusCodeValue() { return status.value(); } public HttpHeaders getHeaders() { return headers; }
  public interface HeadersBuilder<B extends HeadersBuilder<B>> { B header(String n, String... v); B headers(HttpHeaders h); B location(URI u); <X> ResponseEntity<X> build(); }
  public interface BodyBuilder extends HeadersBuilder<BodyBuilder> { BodyBuilder contentType(MediaType t); BodyBuilder contentLength(long n); <X> ResponseEntity<X> body(X b); }
  private static class Made implements BodyBuilder { private final HttpStatus status; private final HttpHeaders all = new HttpHeaders(); Made(HttpStatus s) { status = s; }
    public BodyBuilder header(String n, String... v) { for (String each : v) all.add(n, each); return this; } public BodyBuilder headers(HttpHeaders h) { all.putAll(h); return this; } public BodyBuilder location(URI u) { all.setLocation(u); return this; }
    public BodyBuilder contentType(MediaType t) { all.setContentType(t); return this; } public BodyBuilder contentLength(long n) { return this; }
    public <X> ResponseEntity<X> body(X b) { return new ResponseEntity<>(b, all, status); } public <X> ResponseEntity<X> build() { return new ResponseEntity<>(null, all, status); } }
  public static BodyBuilder status(HttpStatus s) { return new Made(s); } public static BodyBuilder status(int s) { return new Made(HttpStatus.valueOf(s)); } public static BodyBuilder ok() { return status(200); } public static <X> ResponseEntity<X> ok(X b) { return ok().body(b); }
  public static BodyBuilder created(URI u) { return status(201).location(u); } public static BodyBuilder accepted() { return status(202); } public static BodyBuilder noContent() { return status(204); } public static BodyBuilder badRequest() { return status(400); } public static BodyBuilder notFound() { return status(404); } public static BodyBuilder internalServerError() { return status(500); } }`,
  ],
  ["jdbc.core", "RowMapper", "interface RowMapper<T> { T mapRow(ResultSet r, int n) throws SQLException; }"],
  ["jdbc.core", "ResultSetExtractor", "interface ResultSetExtractor<T> { T extractData(ResultSet r) throws SQLException; }"],
  [
    "jdbc.core",
    "JdbcTemplate",
    `class JdbcTemplate { private final DataSource source; public JdbcTemplate() { this(null); } public JdbcTemplate(DataSource s) { source = s; }
  private ResultSet run(String sql, Object... args) { try { Connection c = source == null ? DriverManager.getConnection("jdbc:stand-in") : source.getConnection(); if (args == null || args.length == 0) return c.createStatement().executeQuery(sql); PreparedStatement s = c.prepareStatement(sql); for (int i = 0; i < args.length; i++) s.setObject(i + 1, args[i]); return s.executeQuery(); } catch (SQLException e) { throw new IllegalStateException(e); } }
  private <T> List<T> mapped(ResultSet r, RowMapper<T> m) { try { List<T> all = new ArrayList<>(); while (r.next()) all.add(m.mapRow(r, all.size())); return all; } catch (SQLException e) { throw new IllegalStateException(e); } }
  private <T> T first(List<T> all) { return all.isEmpty() ? null : all.get(0); }
  private <T> T cast(Class<T> t) { Object o = t == String.class ? "1" : t == Integer.class ? (Object) 1 : t == Long.class ? (Object) 1L : null; return t.cast(o); }
  public List<Map<String, Object>> queryForList(String q, Object... a) { run(q, a); return new ArrayList<>(List.of(new HashMap<>(Map.of("id", "1")))); }
  public <T> List<T> queryForList(String q, Class<T> t, Object... a) { run(q, a); return new ArrayList<>(Collections.singletonList(cast(t))); }
  public Map<String, Object> queryForMap(String q, Object... a) { run(q, a); return new HashMap<>(Map.of("id", "1")); }
  public <T> T queryForObject(String q, Class<T> t, Object... a) { run(q, a); return cast(t); }
  public <T> T queryForObject(String q, Object[] a, Class<T> t) { run(q, a); return cast(t); }
  public <T> T queryForObject(String q, RowMapper<T> m, Object... a) { return first(mapped(run(q, a), m)); }
  public <T> T queryForObject(String q, Object[] a, RowMapper<T> m) { return first(mapped(run(q, a), m)); }
  public <T> List<T> query(String q, RowMapper<T> m, Object... a) { return mapped(run(q, a), m); }
  public <T> List<T> query(String q, Object[] a, RowMapper<T> m) { return mapped(run(q, a), m); }
  public <T> T query(String q, ResultSetExtractor<T> x, Object... a) { try { return x.extractData(run(q, a)); } catch (SQLException e) { throw new IllegalStateException(e); } }
  public int update(String q, Object... a) { run(q, a); return 1; } public void execute(String q) { run(q); } }`,
  ],
  [
    "web.servlet.view",
    "RedirectView",
    "class RedirectView { private final String url; public RedirectView(String u) { url = u; } public String getUrl() { return url; } }",
  ],
  ["ui", "Model", "interface Model { Model addAttribute(String n, Object v); Object getAttribute(String n); }"],
  [
    "web.multipart",
    "MultipartFile",
    "interface MultipartFile { String getName(); String getOriginalFilename(); String getContentType(); boolean isEmpty(); long getSize(); byte[] getBytes() throws IOException; InputStream getInputStream() throws IOException; void transferTo(File f) throws IOException; }",
  ],
];
