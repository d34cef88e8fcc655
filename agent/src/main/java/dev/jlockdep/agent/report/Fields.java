package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Typed access to the fields of one JSON object; a missing or wrong field is an exception. */
final class Fields {
  private final Map<?, ?> map;

  Fields(Object value) {
    if (!(value instanceof Map<?, ?> object)) {
      throw new MissingException("no JSON object");
    }
    map = object;
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> values() {
    // keys of a JSON object are texts
    return (Map<String, Object>) map;
  }

  String text(String key) {
    return get(key, String.class);
  }

  long number(String key) {
    return get(key, Number.class).longValue();
  }

  boolean flag(String key) {
    return get(key, Boolean.class);
  }

  Fields object(String key) {
    return new Fields(get(key, Map.class));
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object value : get(key, List.class)) {
      if (!(value instanceof String text)) {
        throw new MissingException("field " + key + " is no list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  List<Fields> objects(String key) {
    List<Fields> objects = new ArrayList<>();
    for (Object value : get(key, List.class)) {
      objects.add(new Fields(value));
    }
    return objects;
  }

  private <T> T get(String key, Class<T> type) {
    Object value = map.get(key);
    if (!type.isInstance(value)) {
      throw new MissingException("field " + key + " is missing or wrong");
    }
    return type.cast(value);
  }

  /** The line is JSON but no record. */
  static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }
}
