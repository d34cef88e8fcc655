package dev.jlockdep.agent.model;

import dev.jlockdep.LockdepControl;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * All models of this run, by type. Read once at start: those of the agent, those of the option {@code
 * models}, and {@code META-INF/jlockdep/*.model} in the class path. A file that cannot be read or has
 * a wrong line makes the run INCOMPLETE. Thread-safe once read.
 */
public final class Models {
  private static final String FOLDER = "META-INF/jlockdep/";
  private static final String SUFFIX = ".model";

  private final Map<String, TypeModel> byType = new HashMap<>();
  private final List<String> errors = new ArrayList<>();
  private int files;
  private TypeModel swing;

  /** Only those of the agent. */
  public static Models none() {
    return new Models();
  }

  /** Reads model files named by the user, then those of the class path. */
  public static Models read(List<String> named, String classPath) {
    Models models = new Models();
    for (String file : named) {
      models.readNamed(Path.of(file));
    }
    models.readClassPath(classPath);
    return models;
  }

  /** What is known of a type (name with slashes), or null. */
  public TypeModel of(String type) {
    if (!byType.isEmpty()) {
      TypeModel model = byType.get(type);
      if (model != null) {
        return model;
      }
    }
    return type.equals(Bundled.SWING) ? swing() : null;
  }

  private synchronized TypeModel swing() {
    if (swing == null) {
      List<String> none = new ArrayList<>();
      swing = new ModelParser("bundled", true, none).parse(Bundled.text(Bundled.SWING)).get(0);
    }
    return swing;
  }

  /** Whether something is known of a type (name with dots) that is loaded already. */
  public boolean concerns(String type) {
    return (!byType.isEmpty() || type.startsWith("javax.")) && of(type.replace('.', '/')) != null;
  }

  /** Number of model files read. */
  public int files() {
    return files;
  }

  /** For each line of a model file what became of it; empty without files. */
  public Map<String, Object> lines() {
    Map<String, Object> lines = new TreeMap<>();
    for (TypeModel model : byType.values()) {
      model.count(lines);
    }
    return lines;
  }

  /** Says what was wrong with the files. To be called once findings are listened to. */
  public void complain() {
    for (String error : errors) {
      LockdepControl.incomplete("model " + error, "model " + error);
    }
  }

  public int errors() {
    return errors.size();
  }

  private void readNamed(Path file) {
    try {
      add(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      errors.add(file + ":1:1: cannot be read: " + e);
    }
  }

  private void add(String file, String text) {
    files++;
    for (TypeModel model : new ModelParser(file, false, errors).parse(text)) {
      TypeModel there = byType.putIfAbsent(model.name, model);
      if (there != null) {
        there.statements.addAll(model.statements);
      }
    }
  }

  // ---- the class path --------------------------------------------------------------------------

  private void readClassPath(String classPath) {
    String[] entries = classPath.split(File.pathSeparator);
    for (String entry : entries) {
      readEntry(new File(entry.isEmpty() ? "." : entry), entries.length == 1);
    }
  }

  /** {@code only}: a jar that stands alone mostly names the others in its manifest. */
  private void readEntry(File entry, boolean only) {
    try {
      if (entry.isDirectory()) {
        File folder = new File(entry, FOLDER);
        if (folder.isDirectory()) {
          readFolder(folder.toPath());
        }
      } else if (entry.isFile()) {
        readJar(entry);
        if (only) {
          readManifest(entry);
        }
      }
    } catch (IOException | RuntimeException e) {
      // a class path may name what is no jar: the JVM passes over it too
      return;
    }
  }

  private void readFolder(Path folder) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      List<Path> sorted = new ArrayList<>();
      for (Path file : found) {
        sorted.add(file);
      }
      sorted.sort(null);
      for (Path file : sorted) {
        readNamed(file);
      }
    }
  }

  private void readJar(File jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      if (zip.getEntry(FOLDER) == null) {
        return;
      }
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry e = all.nextElement();
        String name = e.getName();
        if (name.startsWith(FOLDER) && name.endsWith(SUFFIX)
            && name.indexOf('/', FOLDER.length()) < 0) {
          try (InputStream in = zip.getInputStream(e)) {
            add(
                jar.getName() + "!/" + name,
                new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }
  }

  private void readManifest(File jar) throws IOException {
    String named;
    try (JarFile file = new JarFile(jar, false)) {
      Manifest manifest = file.getManifest();
      named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    }
    if (named == null) {
      return;
    }
    URI base = jar.getAbsoluteFile().toURI();
    for (String relative : named.trim().split("\\s+")) {
      try {
        URI uri = base.resolve(new URI(relative));
        if ("file".equals(uri.getScheme())) {
          readEntry(new File(uri), false);
        }
      } catch (URISyntaxException | IllegalArgumentException odd) {
        continue;
      }
    }
  }
}
