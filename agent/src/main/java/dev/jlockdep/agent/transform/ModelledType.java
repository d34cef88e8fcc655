package dev.jlockdep.agent.transform;

import dev.jlockdep.LockdepControl;
import dev.jlockdep.agent.model.TypeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One type that a model or an annotation of ours says something of. */
final class ModelledType {
  private final byte[] bytes;
  private final boolean changed;
  private final boolean namesFields;
  private final Set<String> inside;
  private final List<String> errors = new ArrayList<>();

  /** {@code model} may be null. */
  ModelledType(byte[] classFile, TypeModel model) {
    ModelWeaver weaver = new ModelWeaver(classFile, model);
    byte[] woven = weaver.weave();
    changed = woven != null;
    bytes = changed ? woven : classFile;
    namesFields = weaver.namesFields();
    inside = weaver.inside();
    errors.addAll(weaver.errors);
  }

  /** The class file to do all other weaving in. */
  byte[] bytes() {
    return bytes;
  }

  /** Methods, by name and descriptor, in which nothing else is woven. */
  Set<String> inside() {
    return inside;
  }

  /** The class file as it is to be loaded, given the result of all other weaving; null: as it was. */
  byte[] finish(byte[] woven) {
    byte[] result = woven != null ? woven : changed ? bytes : null;
    return namesFields ? FieldNames.weave(result == null ? bytes : result, errors) : result;
  }

  /** Says what was wrong; a model of ours may be of another release. Returns how much. */
  int complain(String type, boolean bundled) {
    for (String error : errors) {
      if (bundled) {
        LockdepControl.notWoven(type, "model " + error);
      } else {
        LockdepControl.incomplete("model of " + type + ": " + error, "model " + error);
      }
    }
    return errors.size();
  }
}
