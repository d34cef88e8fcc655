package programs.forms;

/** As {@link WaitsOften}, and no other task ever has the locks that are waited for. */
public final class WaitsApart {
  private WaitsApart() {}

  public static void main(String[] args) throws Exception {
    WaitsOften.inTurns(
        new WaitsOften.Outer(), new WaitsOften.Inner(), new WaitsOften.Outer(),
        new WaitsOften.Inner());
  }
}
