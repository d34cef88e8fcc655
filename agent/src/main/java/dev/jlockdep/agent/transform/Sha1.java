package dev.jlockdep.agent.transform;

/**
 * SHA-1 (FIPS 180-4). The JDK's own would run the security providers inside the loading of a type,
 * which may be one of theirs: their initialisation then fails, and with it the program's.
 */
final class Sha1 {
  private static final int BLOCK = 64;

  private final int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  private final int[] words = new int[80];

  private Sha1() {}

  static byte[] digest(byte[] message) {
    int blocks = (message.length + 8) / BLOCK + 1;
    byte[] padded = new byte[blocks * BLOCK];
    System.arraycopy(message, 0, padded, 0, message.length);
    padded[message.length] = (byte) 0x80;
    put(padded, padded.length - 8, message.length >>> 29);
    put(padded, padded.length - 4, message.length << 3);
    Sha1 sha = new Sha1();
    for (int at = 0; at < padded.length; at += BLOCK) {
      sha.block(padded, at);
    }
    byte[] digest = new byte[20];
    for (int i = 0; i < sha.state.length; i++) {
      put(digest, 4 * i, sha.state[i]);
    }
    return digest;
  }

  private static void put(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> 24 - 8 * i);
    }
  }

  private void block(byte[] bytes, int at) {
    for (int i = 0; i < 16; i++) {
      int p = at + 4 * i;
      words[i] = bytes[p] << 24 | (bytes[p + 1] & 255) << 16 | (bytes[p + 2] & 255) << 8
          | bytes[p + 3] & 255;
    }
    for (int i = 16; i < words.length; i++) {
      words[i] =
          Integer.rotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    for (int i = 0; i < words.length; i++) {
      int next = Integer.rotateLeft(a, 5) + mixed(i / 20, b, c, d) + e + words[i];
      e = d;
      d = c;
      c = Integer.rotateLeft(b, 30);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }

  private static int mixed(int quarter, int b, int c, int d) {
    switch (quarter) {
      case 0:
        return (b & c | ~b & d) + 0x5A827999;
      case 1:
        return (b ^ c ^ d) + 0x6ED9EBA1;
      case 2:
        return (b & c | b & d | c & d) + 0x8F1BBCDC;
      default:
        return (b ^ c ^ d) + 0xCA62C1D6;
    }
  }
}
