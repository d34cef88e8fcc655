package dev.jlockdep.agent.transform;

import java.nio.charset.StandardCharsets;
import jdk.internal.vm.annotation.DontInline;
import org.objectweb.asm.ClassReader;

/** The constants of a class file, decoded when asked for. */
final class Constants {
  private final ClassFile file;
  private final String[] texts;
  /** For what is rarely asked for. */
  private ClassReader reader;
  private char[] buffer;

  Constants(ClassFile file) {
    this.file = file;
    this.texts = new String[file.constants.length];
  }

  /** A text constant. */
  @DontInline
  String text(int index) {
    String text = texts[index];
    if (text == null) {
      text = decode(file.constants[index]);
      texts[index] = text;
    }
    return text;
  }

  /** A text constant whose index is at {@code p}. */
  String textAt(int p) {
    return text(file.u2(p));
  }

  @DontInline
  private String decode(int utf) {
    byte[] b = file.b;
    int length = file.u2(utf + 1);
    int end = utf + 3 + length;
    for (int i = utf + 3; i < end; i++) {
      if (b[i] < 0) {
        return modified(utf + 3, end);
      }
    }
    return new String(b, utf + 3, length, StandardCharsets.ISO_8859_1);
  }

  /** The JVM's own variant of UTF-8. */
  private String modified(int from, int end) {
    byte[] b = file.b;
    StringBuilder text = new StringBuilder(end - from);
    for (int i = from; i < end; ) {
      int c = b[i++];
      if (c < 0) {
        c = (c & 0xE0) == 0xC0
            ? (c & 0x1F) << 6 | b[i++] & 0x3F
            : (c & 0xF) << 12 | (b[i++] & 0x3F) << 6 | b[i++] & 0x3F;
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** The internal name in a type constant; an array type's descriptor. */
  String type(int index) {
    return text(file.u2(file.constants[index] + 1));
  }

  /** What an {@code ldc} pushes, as ASM says it. */
  @DontInline
  Object value(int index) {
    int at = file.constants[index];
    if (file.b[at] == 8) {
      return text(file.u2(at + 1));
    }
    if (buffer == null) {
      reader = new ClassReader(file.head());
      buffer = new char[reader.getMaxStringLength()];
    }
    return reader.readConst(index, buffer);
  }
}
