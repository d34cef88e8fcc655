package programs.forms;

/**
 * A type is loaded for the first time under the monitor of an object that has a field of that type.
 * Class loading takes locks too; whoever asks for the fields of the object then must not load the type
 * once more, or it is defined twice.
 */
public final class LoadsUnderLock {
  private Late late;

  private LoadsUnderLock() {}

  /** Nothing else knows this type. */
  static final class Late {
    final LoadsUnderLock by;

    Late(LoadsUnderLock by) {
      this.by = by;
    }
  }

  synchronized void fill() {
    late = new Late(this);
  }

  synchronized boolean filled() {
    return late.by == this;
  }

  public static void main(String[] args) {
    LoadsUnderLock holder = new LoadsUnderLock();
    holder.fill();
    if (!holder.filled()) {
      throw new IllegalStateException();
    }
  }
}
