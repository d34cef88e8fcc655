package dev.jlockdep.agent.report;

import java.util.List;

/** Printed frames back to stack trace elements. */
public final class Stacks {
  private Stacks() {}

  /** The frames as an exception carries them. */
  public static StackTraceElement[] elements(List<String> frames) {
    StackTraceElement[] elements = new StackTraceElement[frames.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = element(frames.get(i));
    }
    return elements;
  }

  private static StackTraceElement element(String frame) {
    int open = frame.indexOf('(');
    int dot = frame.lastIndexOf('.', open < 0 ? frame.length() : open);
    if (open < 0 || dot < 0) {
      return new StackTraceElement("unknown", frame, null, -1);
    }
    String type = frame.substring(0, dot);
    String method = frame.substring(dot + 1, open);
    String place = frame.substring(open + 1, frame.length() - 1);
    if (place.equals("Native Method")) {
      return new StackTraceElement(type, method, null, -2);
    }
    if (place.equals("Unknown Source")) {
      return new StackTraceElement(type, method, null, -1);
    }
    return element(type, method, place);
  }

  private static StackTraceElement element(String type, String method, String place) {
    int colon = place.lastIndexOf(':');
    if (colon < 0) {
      return new StackTraceElement(type, method, place, -1);
    }
    try {
      int line = Integer.parseInt(place.substring(colon + 1));
      return new StackTraceElement(type, method, place.substring(0, colon), line);
    } catch (NumberFormatException e) {
      return new StackTraceElement(type, method, place, -1);
    }
  }
}
