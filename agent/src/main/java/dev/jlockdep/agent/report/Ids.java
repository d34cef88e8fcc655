package dev.jlockdep.agent.report;

/** Content hashes: equal content has an equal id in every dump. */
public final class Ids {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Ids() {}

  /** FNV-1a over the characters, its bits mixed so that short texts spread too. */
  public static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /** Order-dependent combination of two ids. */
  public static long combine(long a, long b) {
    return mixed((a * 31 + b) * FNV_PRIME);
  }

  private static long mixed(long hash) {
    long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  /** Always 16 digits. */
  public static String hex(long id) {
    char[] out = new char[16];
    for (int i = 0; i < 16; i++) {
      out[i] = DIGITS[(int) (id >>> (60 - 4 * i)) & 15];
    }
    return new String(out);
  }
}
