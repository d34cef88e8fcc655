package dev.jlockdep.agent.watch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Class files by name, read as resources; the newest few are kept. */
final class ClassFiles {
  private static final int KEPT = 200;
  /** A class loader takes locks, which may be among those that are stuck. */
  private static final Helper READER = new Helper("jlockdep-watch-classes");
  private static final ClassNode MISSING = new ClassNode();

  private final ClassLoader loader;
  private final Map<String, ClassNode> read =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClassNode> eldest) {
          return size() > KEPT;
        }
      };

  /** @param loader whose resources are asked first; may be null */
  ClassFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /** The class of that internal name, or null when there is no class file for it. */
  ClassNode find(String internalName) {
    ClassNode node = read.get(internalName);
    if (node == null) {
      node = load(internalName + ".class");
      read.put(internalName, node == null ? MISSING : node);
    }
    return node == MISSING ? null : node;
  }

  private ClassNode load(String resource) {
    byte[] bytes = READER.call(() -> bytes(resource));
    if (bytes == null) {
      return null;
    }
    try {
      ClassNode node = new ClassNode();
      new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
      return node;
    } catch (RuntimeException e) {
      return null; // a class file that cannot be read is evidence of nothing
    }
  }

  private byte[] bytes(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private InputStream open(String resource) {
    InputStream in = loader == null ? null : loader.getResourceAsStream(resource);
    return in != null ? in : ClassLoader.getSystemResourceAsStream(resource);
  }

  /** The methods a frame can stand for: those of its name that have code on its line. */
  List<MethodNode> methodsAt(StackTraceElement frame) {
    List<MethodNode> methods = new ArrayList<>();
    ClassNode type = find(frame.getClassName().replace('.', '/'));
    if (type != null) {
      for (MethodNode m : type.methods) {
        if (m.name.equals(frame.getMethodName()) && !onLine(m, frame.getLineNumber()).isEmpty()) {
          methods.add(m);
        }
      }
    }
    return methods;
  }

  /** The instructions of a method that belong to a source line. */
  static List<AbstractInsnNode> onLine(MethodNode method, int line) {
    List<AbstractInsnNode> found = new ArrayList<>();
    boolean on = false;
    for (AbstractInsnNode i = method.instructions.getFirst(); i != null; i = i.getNext()) {
      if (i instanceof LineNumberNode l) {
        on = l.line == line;
      } else if (on && i.getOpcode() >= 0) {
        found.add(i);
      }
    }
    return found;
  }

  /** The type itself, its superclasses and their interfaces, nearest first, as internal names. */
  List<String> supertypes(String internalName) {
    List<String> all = new ArrayList<>();
    collect(internalName, all);
    return all;
  }

  private void collect(String name, List<String> all) {
    if (name == null || name.equals("java/lang/Object") || all.contains(name)) {
      return;
    }
    all.add(name);
    ClassNode type = find(name);
    if (type != null) {
      collect(type.superName, all);
      type.interfaces.forEach(i -> collect(i, all));
    }
  }
}
