package dev.jlockdep.agent.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

/** A woven type is the same type to serialisation. */
class SerialVersionTest {
  /** Its default serialVersionUID depends on the synchronized flag. */
  static class Plain implements Serializable {
    int value;

    public synchronized int value() {
      return value;
    }
  }

  /** States its own. */
  static class Stated implements Serializable {
    private static final long serialVersionUID = 7;

    public synchronized void touch() {}
  }

  /** Cannot be serialised: gets no field. */
  static class Bare {
    public synchronized void touch() {}
  }

  @Test
  void defaultIdentifierIsKeptWhenTheFlagGoes() throws Exception {
    Class<?> woven = weave(Plain.class);
    assertFalse(Modifier.isSynchronized(woven.getMethod("value").getModifiers()));
    assertEquals(
        ObjectStreamClass.lookup(Plain.class).getSerialVersionUID(),
        ObjectStreamClass.lookup(woven).getSerialVersionUID());
  }

  @Test
  void statedIdentifierStays() throws Exception {
    assertEquals(7, ObjectStreamClass.lookup(weave(Stated.class)).getSerialVersionUID());
  }

  @Test
  void typeThatIsNotSerialisableIsLeftAlone() throws Exception {
    assertEquals(0, weave(Bare.class).getDeclaredFields().length);
  }

  /** Neither can this, as its supertypes say. */
  static class Task implements Runnable {
    @Override
    public synchronized void run() {}
  }

  /** A supertype that we do not know may be serialisable. */
  @SuppressWarnings("serial") // has none: that is the point
  static class Later extends java.util.ArrayList<Object> implements Runnable {
    @Override
    public synchronized void run() {}
  }

  @Test
  void onlyUnknownSupertypesCount() throws Exception {
    assertEquals(0, weave(Task.class).getDeclaredFields().length);
    assertEquals(
        ObjectStreamClass.lookup(Later.class).getSerialVersionUID(),
        ObjectStreamClass.lookup(weave(Later.class)).getSerialVersionUID());
  }

  private static Class<?> weave(Class<?> type) throws IOException {
    byte[] original;
    try (InputStream in = type.getResourceAsStream(type.getName().replaceAll(".*\\.", "") + ".class")) {
      original = in.readAllBytes();
    }
    Weaver weaver = new Weaver(name -> true, (name, why) -> {
      throw new AssertionError(name, why);
    });
    ClassLoader loader = new ClassLoader(SerialVersionTest.class.getClassLoader()) {};
    // another name, so that it does not count as a part of the agent
    byte[] woven = weaver.transform(null, loader, renamed(type), null, null, original);
    assertNotNull(woven);
    assertTrue(weaver.woven() > 0);
    return new Defining(loader).define(woven);
  }

  private static String renamed(Class<?> type) {
    return "program/" + type.getSimpleName();
  }

  private static final class Defining extends ClassLoader {
    Defining(ClassLoader parent) {
      super(parent);
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
