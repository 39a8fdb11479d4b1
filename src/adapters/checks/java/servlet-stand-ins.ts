/** Servlets as far as a handler asks for them, for code whose own library is not on this machine. They clean and check nothing. */
export function servletStandIns(root: "javax" | "jakarta"): Readonly<Record<string, string>> {
  const web = `${root}.servlet`;
  const file = (name: string, body: string): [string, string] => {
    const [folder, own] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf(".") + 1)];
    return [
      `${name.replaceAll(".", "/")}.java`,
      `package ${folder};\nimport java.io.*;\nimport java.util.*;\npublic ${body.replace("$", own)}\n`,
    ];
  };
  return Object.fromEntries([
    file(
      `${web}.ServletException`,
      "class $ extends Exception { public ServletException() {} public ServletException(String m) { super(m); } public ServletException(Throwable t) { super(t); } public ServletException(String m, Throwable t) { super(m, t); } }",
    ),
    file(
      `${web}.ServletRequest`,
      "interface $ { String getParameter(String n); String[] getParameterValues(String n); Map<String, String[]> getParameterMap(); Enumeration<String> getParameterNames(); BufferedReader getReader() throws IOException; ServletInputStream getInputStream() throws IOException; Object getAttribute(String n); void setAttribute(String n, Object v); String getRemoteAddr(); String getServerName(); int getServerPort(); String getScheme(); String getContentType(); int getContentLength(); void setCharacterEncoding(String e) throws UnsupportedEncodingException; ServletContext getServletContext(); RequestDispatcher getRequestDispatcher(String p); }",
    ),
    file(
      `${web}.ServletResponse`,
      "interface $ { PrintWriter getWriter() throws IOException; ServletOutputStream getOutputStream() throws IOException; void setContentType(String t); void setCharacterEncoding(String e); void setContentLength(int n); String getContentType(); }",
    ),
    file(
      `${web}.ServletContext`,
      "interface $ { String getRealPath(String p); Object getAttribute(String n); String getInitParameter(String n); InputStream getResourceAsStream(String p); void log(String m); }",
    ),
    file(
      `${web}.RequestDispatcher`,
      "interface $ { void forward(ServletRequest q, ServletResponse r) throws ServletException, IOException; void include(ServletRequest q, ServletResponse r) throws ServletException, IOException; }",
    ),
    file(
      `${web}.ServletInputStream`,
      "abstract class $ extends InputStream { public static class Plain extends ServletInputStream { final InputStream in; public Plain(InputStream in) { this.in = in; } @Override public int read() throws IOException { return in.read(); } } }",
    ),
    file(
      `${web}.ServletOutputStream`,
      'abstract class $ extends OutputStream { public void print(String s) throws IOException { write(s.getBytes()); } public void println(String s) throws IOException { print(s + "\\n"); } public static class Plain extends ServletOutputStream { final OutputStream out; public Plain(OutputStream out) { this.out = out; } @Override public void write(int c) throws IOException { out.write(c); } } }',
    ),
    file(
      `${web}.annotation.WebServlet`,
      '@interface $ { String name() default ""; String[] value() default {}; String[] urlPatterns() default {}; }',
    ),
    file(
      `${web}.http.HttpServletRequest`,
      `interface $ extends ${web}.ServletRequest { String getHeader(String n); Enumeration<String> getHeaders(String n); Enumeration<String> getHeaderNames(); Cookie[] getCookies(); HttpSession getSession(); HttpSession getSession(boolean c); String getMethod(); String getPathInfo(); String getQueryString(); String getRequestURI(); StringBuffer getRequestURL(); String getContextPath(); String getServletPath(); String getRemoteUser(); }`,
    ),
    file(
      `${web}.http.HttpServletResponse`,
      `interface $ extends ${web}.ServletResponse { int SC_OK = 200, SC_MOVED_PERMANENTLY = 301, SC_FOUND = 302, SC_MOVED_TEMPORARILY = 302, SC_BAD_REQUEST = 400, SC_UNAUTHORIZED = 401, SC_FORBIDDEN = 403, SC_NOT_FOUND = 404, SC_INTERNAL_SERVER_ERROR = 500; void sendRedirect(String l) throws IOException; void sendError(int s) throws IOException; void sendError(int s, String m) throws IOException; void setStatus(int s); int getStatus(); void setHeader(String n, String v); void addHeader(String n, String v); void addCookie(Cookie c); String encodeRedirectURL(String u); }`,
    ),
    file(
      `${web}.http.HttpSession`,
      "interface $ { Object getAttribute(String n); void setAttribute(String n, Object v); void removeAttribute(String n); void invalidate(); String getId(); }",
    ),
    file(
      `${web}.http.Cookie`,
      'class $ { private final String name; private String value, path, domain; private boolean secure, hidden; private int age = -1; public Cookie(String n, String v) { name = n; value = v; } public String getName() { return name; } public String getValue() { return value; } public void setValue(String v) { value = v; } public void setSecure(boolean s) { secure = s; } public boolean getSecure() { return secure; } public void setHttpOnly(boolean h) { hidden = h; } public boolean isHttpOnly() { return hidden; } public void setPath(String p) { path = p; } public String getPath() { return path; } public void setMaxAge(int a) { age = a; } public int getMaxAge() { return age; } public void setDomain(String d) { domain = d; } public void setAttribute(String n, String v) { if (n.equalsIgnoreCase("Secure")) secure = true; } }',
    ),
    file(
      `${web}.http.HttpServlet`,
      `abstract class $ implements Serializable { protected void doGet(HttpServletRequest q, HttpServletResponse r) throws ${web}.ServletException, IOException {} protected void doPost(HttpServletRequest q, HttpServletResponse r) throws ${web}.ServletException, IOException {} protected void doPut(HttpServletRequest q, HttpServletResponse r) throws ${web}.ServletException, IOException {} protected void doDelete(HttpServletRequest q, HttpServletResponse r) throws ${web}.ServletException, IOException {} public void init() throws ${web}.ServletException {} public ${web}.ServletContext getServletContext() { return null; } public String getInitParameter(String n) { return null; } public void log(String m) {} public void destroy() {} }`,
    ),
  ]);
}
