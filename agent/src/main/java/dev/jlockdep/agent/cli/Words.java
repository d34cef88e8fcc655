package dev.jlockdep.agent.cli;

import dev.jlockdep.agent.AgentOptions.FailOn;
import dev.jlockdep.agent.Nearest;
import dev.jlockdep.agent.formats.Style;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options with a choice of words: a wrong word is answered with the valid and the nearest ones. */
final class Words {
  private Words() {}

  private static <E extends Enum<E>> E choose(E[] choices, String word) {
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(word)) {
        return choice;
      }
      words.add(choice.name().toLowerCase());
    }
    throw new TypeConversionException(
        "must be one of "
            + String.join(", ", words)
            + ", not "
            + word
            + "; nearest is "
            + Nearest.to(word, words));
  }

  /** For {@code --fail-on}. */
  static final class FailOnConverter implements ITypeConverter<FailOn> {
    @Override
    public FailOn convert(String word) {
      return choose(FailOn.values(), word);
    }
  }

  /** For {@code --format}. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String word) {
      return choose(Format.values(), word);
    }
  }

  /** For {@code --color}. */
  static final class ColourConverter implements ITypeConverter<Style.When> {
    @Override
    public Style.When convert(String word) {
      return choose(Style.When.values(), word);
    }
  }

  /** What a report is printed as. */
  enum Format {
    TEXT,
    SPLAT,
    HTML,
    JSON,
    DOT,
    MERMAID,
    GRAPHML,
    SARIF,
    JUNIT,
    MARKDOWN,
    ANNOTATIONS,
    LOCKSTAT
  }
}
