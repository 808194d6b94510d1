#include "verify/boot/render.h"

#include "base/text.h"

#include <array>
#include <cstdio>

namespace levitate::boot {

namespace {

std::string number(double value, int decimals = 2) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

std::string titleOf(const Report &report, const VariantReport &variant) {
  std::string title = report.scenario;
  if (!variant.variables.empty())
    title += " [" + variant.label() + "]";
  if (variant.repetition > 1)
    title += " #" + std::to_string(variant.repetition);
  return title;
}

std::string shortened(const std::string &text, std::size_t most) {
  return text.size() <= most ? printable(text) : printable(text.substr(0, most)) + "...";
}

// What a line of TAP must not hold unescaped.
std::string tapName(const std::string &name) {
  std::string text;
  for (const char c : printable(name)) {
    if (c == '#' || c == '\\')
      text += '\\';
    text += c;
  }
  return text;
}

} // namespace

std::string renderText(const Report &report, bool verbose, bool color) {
  const auto paint = [&](const std::string &text, const char *code) {
    return color ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
  };
  std::string out =
      (report.passed()                                ? paint("PASSED", "32")
       : report.verdict == Verdict::EnvironmentFailed ? paint("ENVIRONMENT FAILED", "33")
       : report.verdict == Verdict::TestFailed        ? paint("TEST FAILED", "31")
                                                      : paint("KERNEL FAILED", "31")) +
      "  " + report.scenario + (report.passed() ? "" : "  (" + report.cause + ")") + "\n  " +
      shortened(report.reason, 1000) + "\n";
  for (const VariantReport &variant : report.variants) {
    const Attempt &last = variant.last();
    const bool good = last.verdict == Verdict::Passed;
    if (report.variants.size() > 1)
      out += "\n  " + (good ? paint("ok", "32") : paint("FAILED", "31")) + "  " +
             titleOf(report, variant) + "  " + number(last.seconds) + " s" +
             (good ? "" : "\n    " + shortened(last.reason, 500)) + "\n";
    for (std::size_t index = 0; index + 1 < variant.attempts.size(); ++index)
      out += "    attempt " + std::to_string(index + 1) + ": " +
             shortened(variant.attempts[index].reason, 300) + "\n";
    if (good && !verbose && report.variants.size() > 1)
      continue;
    for (const MilestoneReport &milestone : last.milestones)
      out +=
          "    " +
          std::string(milestone.reached    ? paint("+", "32")
                      : milestone.optional ? std::string("-")
                                           : paint("x", "31")) +
          " " + shortened(milestone.name, 100) +
          (milestone.reached ? "  " + number(milestone.seconds, 3) + " s" : "") +
          (milestone.instructions ? "  " + std::to_string(*milestone.instructions) + " instructions"
                                  : "") +
          "\n";
    for (const CheckReport &check : last.checks)
      out += "    " + (check.holds ? paint("+", "32") : paint("x", "31")) + " check " + check.name +
             ": " + shortened(check.evidence, 300) + "\n";
    if (!good && !last.serial.empty()) {
      std::vector<std::string> lines = split(trim(last.serial), "\n");
      const std::size_t first = lines.size() > 10 ? lines.size() - 10 : 0;
      out += "    the last lines of the kernel:\n";
      for (std::size_t index = first; index < lines.size(); ++index)
        out += "    | " + shortened(std::string(trim(lines[index])), 160) + "\n";
    }
    for (const auto &[kind, path] : last.files)
      if (!good || verbose)
        out += "    " + kind + ": " + path + "\n";
  }
  for (const Repeats &repeats : report.repeats()) {
    if (repeats.runs < 2)
      continue;
    std::vector<std::string> causes;
    for (const auto &[cause, count] : repeats.causes)
      causes.push_back(std::to_string(count) + " " + cause);
    out += "  " + (repeats.flaky() ? paint("FLAKY", "31") + "  " : std::string()) +
           (repeats.label.empty() ? "" : repeats.label + ": ") + std::to_string(repeats.passed) +
           " of " + std::to_string(repeats.runs) + " runs passed" +
           (causes.empty() ? "" : " (" + join(causes, ", ") + ")") + ", " +
           number(repeats.shortest) + " to " + number(repeats.longest) + " s\n";
  }
  if (report.comparison) {
    const Comparison &comparison = *report.comparison;
    out += "  " +
           (comparison.equal() ? paint("EQUAL", "32") + "  to the boot before"
                               : paint("DIFFERENT", "31") + "  from the boot before") +
           "; highest rung held: " + std::string(nameOf(comparison.rung)) +
           " (required: " + std::string(nameOf(comparison.required)) + ")\n";
    for (const auto *list : {&comparison.differences, &comparison.observations})
      for (std::size_t index = 0; index < list->size() && index < 20; ++index) {
        const Difference &difference = (*list)[index];
        out += "    " + std::string(list == &comparison.observations ? "no failure: " : "") +
               shortened(difference.what, 200) +
               "\n      before: " + shortened(difference.before, 300) +
               "\n      after:  " + shortened(difference.after, 300) + "\n";
      }
  }
  return out;
}

std::string renderJunit(const Report &report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" +
                    escapeXml(toUtf8(report.scenario)) + "\" time=\"" + number(report.seconds, 3) +
                    "\">\n";
  for (const VariantReport &variant : report.variants) {
    const Attempt &last = variant.last();
    const bool good = last.verdict == Verdict::Passed;
    const bool broken = last.verdict == Verdict::EnvironmentFailed;
    unsigned failures = !good && !broken;
    std::string cases;
    const auto add = [&](const std::string &kind, const std::string &name, double seconds,
                         const std::string &body) {
      cases += "    <testcase classname=\"" + escapeXml(kind) + "\" name=\"" +
               escapeXml(toUtf8(name)) + "\" time=\"" + number(seconds, 3) + "\"" +
               (body.empty() ? "/>\n" : ">" + body + "</testcase>\n");
    };
    add("boot", "verdict", last.seconds,
        good ? ""
             : std::string("<") + (broken ? "error" : "failure") + " type=\"" +
                   escapeXml(last.cause) + "\" message=\"" + escapeXml(toUtf8(last.reason)) +
                   "\"/>");
    unsigned skipped = 0, count = 1;
    for (const MilestoneReport &milestone : last.milestones) {
      ++count;
      skipped += !milestone.reached;
      add("milestone", milestone.name, milestone.seconds,
          milestone.reached ? "" : "<skipped message=\"not reached\"/>");
    }
    for (const CheckReport &check : last.checks) {
      ++count;
      const bool unmade = !check.made;
      skipped += unmade;
      failures += !unmade && !check.holds;
      add("check", check.name, 0,
          unmade        ? "<skipped message=\"not made\"/>"
          : check.holds ? ""
                        : "<failure type=\"" + escapeXml(check.kind) + "\" message=\"" +
                              escapeXml(toUtf8(check.evidence)) + "\"/>");
    }
    out += "  <testsuite name=\"" + escapeXml(toUtf8(titleOf(report, variant))) + "\" tests=\"" +
           std::to_string(count) + "\" failures=\"" + std::to_string(failures) + "\" errors=\"" +
           std::to_string(broken ? 1 : 0) + "\" skipped=\"" + std::to_string(skipped) +
           "\" time=\"" + number(last.seconds, 3) + "\">\n" + cases + "    <system-out>" +
           escapeXml(toUtf8(last.serial)) + "</system-out>\n  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string renderTap(const Report &report) {
  std::string out = "TAP version 14\n1.." + std::to_string(report.variants.size()) + "\n";
  unsigned index = 0;
  for (const VariantReport &variant : report.variants) {
    const Attempt &last = variant.last();
    std::string points;
    unsigned count = 0;
    for (const MilestoneReport &milestone : last.milestones)
      points += std::string(milestone.reached || milestone.optional ? "    ok " : "    not ok ") +
                std::to_string(++count) + " - milestone " + tapName(milestone.name) +
                (milestone.optional && !milestone.reached ? " # SKIP not reached" : "") + "\n";
    for (const CheckReport &check : last.checks)
      points += std::string(check.holds ? "    ok " : "    not ok ") + std::to_string(++count) +
                " - check " + tapName(check.name + ": " + check.evidence) + "\n";
    const std::string title = tapName(titleOf(report, variant));
    out += "# Subtest: " + title + "\n    1.." + std::to_string(count) + "\n" + points +
           (last.verdict == Verdict::Passed ? "ok " : "not ok ") + std::to_string(++index) + " - " +
           title + "\n";
    if (last.verdict != Verdict::Passed)
      out += "  ---\n  verdict: " + std::string(nameOf(last.verdict)) + "\n  cause: " + last.cause +
             "\n  reason: \"" +
             [&] {
               std::string text;
               for (const char c : printable(last.reason))
                 text += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
               return text;
             }() +
             "\"\n  ...\n";
  }
  return out;
}

} // namespace levitate::boot
