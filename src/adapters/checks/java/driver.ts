import { JAVA_COMPILE } from "./driver-compile.ts";
import { JAVA_DOUBLES } from "./driver-doubles.ts";
import { JAVA_VALUES } from "./driver-values.ts";
import { JAVA_WORLD } from "./driver-world.ts";

const MAIN = String.raw`
import java.io.*;
import java.lang.reflect.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.sql.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.zip.*;
import javax.tools.*;

public class AssayDrive {
  static final List<String[]> events = Collections.synchronizedList(new ArrayList<>());
  static final Map<String, List<String>> plan = new HashMap<>();
  static final List<String[]> shots = new ArrayList<>();
  static final List<String[]> parameters = new ArrayList<>();
  static final List<String[]> secrets = new ArrayList<>();
  static String room, text;
  static int status;
  static StringWriter page;
  static byte[] body;

  static String one(String key) { return plan.getOrDefault(key, List.of("")).get(0); }
  static List<String> all(String key) { return plan.getOrDefault(key, List.of()); }
  static void tell(String... words) { if (events.size() < 400) events.add(words); }

  public static class Canary implements Serializable {
    private static final long serialVersionUID = 1;
    String path;
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      Files.writeString(Path.of(path), "x");
    }
  }

  public static void main(String[] args) throws Exception {
    PrintStream told = System.out;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null;) {
      String[] words = line.split("\t", -1);
      for (int i = 0; i < words.length; i++) words[i] = URLDecoder.decode(words[i], StandardCharsets.UTF_8);
      String[] rest = Arrays.copyOfRange(words, 1, words.length);
      switch (words[0]) {
        case "shot": shots.add(rest); break;
        case "parameter": parameters.add(rest); break;
        case "secret": secrets.add(rest); break;
        default: plan.computeIfAbsent(words[0], key -> new ArrayList<>()).add(rest[0]);
      }
    }
    room = one("room");
    Path classes = Files.createTempDirectory("classes");
    String fault = compile(classes);
    if (fault != null) { fail(told, "build", fault); return; }
    URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, AssayDrive.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Method target = null;
    try {
      Class<?> owner = Class.forName(one("owner"), false, loader);
      for (Method each : owner.getDeclaredMethods())
        if (each.getName().equals(one("name")) && each.getParameterCount() == parameters.size() && alike(each)) target = each;
    } catch (Throwable missing) { fail(told, "load", missing.toString()); return; }
    if (target == null) { fail(told, "load", "the class has no such method"); return; }
    target.setAccessible(true);
    watch();
    StringBuilder answer = new StringBuilder();
    for (String[] shot : shots) {
      if (answer.length() > 0) answer.append(",");
      answer.append(call(target, shot));
    }
    told.println("\n" + one("token") + "{\"kind\":\"seen\",\"standIns\":[],\"through\":\"\",\"observations\":[" + answer + "]}");
    told.flush();
    Runtime.getRuntime().halt(0);
  }

  static boolean alike(Method method) {
    List<String> types = all("type");
    for (int i = 0; i < types.size(); i++) {
      String written = types.get(i).replaceAll("<.*>", "").replaceAll("\\s", "");
      String name = written.substring(written.lastIndexOf('.') + 1);
      if (!method.getParameterTypes()[i].getSimpleName().equals(name) && name.length() > 1) return false;
    }
    return true;
  }
`;

/** Compiles the file that is given with what it needs, makes arguments by their types, calls the method and tells what came of it. One program, started from its source. */
export const JAVA_DRIVER = `${MAIN}${JAVA_COMPILE}${JAVA_WORLD}${JAVA_VALUES}${JAVA_DOUBLES}}
`;
