package programs.models;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.BadLocationException;
import javax.swing.text.PlainDocument;
import programs.Turns;

/**
 * A listener that is told under the document's own lock asks for the model's monitor; showing the
 * model asks for the document under that monitor. With the argument "fixed" it asks before.
 */
public final class DocumentListeners {
  private DocumentListeners() {}

  public static void main(String[] args) throws Exception {
    boolean fixed = args.length > 0;
    Model model = new Model();
    model.document.addDocumentListener(model);
    Turns.inOrder(model::edit, fixed ? model::showOutside : model::show, model::editUnderMonitor);
  }

  static final class Model implements DocumentListener {
    private final PlainDocument document = new PlainDocument();
    private int updates;

    void edit() throws BadLocationException {
      document.insertString(0, "text", null);
    }

    /** The document's own monitor is not its lock: waiting for the one lets the other go. */
    void editUnderMonitor() throws BadLocationException {
      synchronized (document) {
        document.insertString(0, "text", null);
      }
      document.render(() -> {
        synchronized (document) {
          document.getLength();
        }
      });
    }

    synchronized void show() {
      document.render(document::getLength);
    }

    void showOutside() {
      document.render(document::getLength);
      synchronized (this) {
        updates++;
      }
    }

    @Override
    public void insertUpdate(DocumentEvent e) {
      synchronized (this) {
        updates++;
      }
    }

    @Override
    public void removeUpdate(DocumentEvent e) {}

    @Override
    public void changedUpdate(DocumentEvent e) {}
  }
}
