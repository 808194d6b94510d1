// The HTML page of a report: one file, no scripts, nothing fetched from anywhere.
#include "verify/boot/render.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace levitate::boot {

namespace {

std::string safe(const std::string &text) { return escapeXml(toUtf8(text)); }

std::string number(double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

std::string base64(std::string_view bytes) {
  static const std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 3; ++i)
      word = word << 8U | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      text += at + i > bytes.size() ? '=' : digits[word >> (18 - 6 * i) & 63U];
  }
  return text;
}

constexpr std::string_view style =
    "body{font:15px/1.45 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;"
    "color:#222;background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;"
    "padding:.25em .6em;border-bottom:1px solid #ddd;vertical-align:top}pre{background:#f5f5f5;"
    "padding:.8em;overflow:auto;max-height:30em;font-size:12px}.good{color:#176d2f}.bad{color:"
    "#b3261e}.dim{color:#777}img{max-width:100%;border:1px solid #ccc}h2{margin-top:2em}"
    "@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}pre{background:#242424}"
    "td,th{border-color:#333}.good{color:#6fd08c}.bad{color:#ff8a80}}";

std::string boot(const Report &report, const VariantReport &variant) {
  const Attempt &last = variant.last();
  const bool good = last.verdict == Verdict::Passed;
  std::string title = variant.label();
  if (variant.repetition > 1)
    title += " #" + std::to_string(variant.repetition);
  std::string out =
      "<h2>" + safe(title.empty() ? report.scenario : title) + "</h2>\n<p><b class=\"" +
      (good ? "good" : "bad") + "\">" + std::string(nameOf(last.verdict)) + "</b> (" +
      safe(last.cause) + ") " + safe(last.reason) + "</p>\n<p class=\"dim\">kernel " +
      safe(variant.kernel.path) + " (sha256 " + variant.kernel.digest.substr(0, 16) + ")</p>\n";
  if (variant.attempts.size() > 1) {
    out += "<p>Attempts:</p><ol>";
    for (const Attempt &attempt : variant.attempts)
      out += "<li>" + std::string(nameOf(attempt.verdict)) + ": " + safe(attempt.reason) + "</li>";
    out += "</ol>\n";
  }
  out += "<table><tr><th>Milestone</th><th>seconds</th><th>guest</th><th>instructions</th>"
         "<th>line</th></tr>\n";
  for (const MilestoneReport &milestone : last.milestones)
    out += "<tr><td class=\"" +
           std::string(milestone.reached    ? "good"
                       : milestone.optional ? "dim"
                                            : "bad") +
           "\">" + (milestone.reached ? "&#10003; " : "&#10007; ") + safe(milestone.name) +
           "</td><td>" + (milestone.reached ? number(milestone.seconds) : "") + "</td><td>" +
           (milestone.guestSeconds ? number(*milestone.guestSeconds) : "") + "</td><td>" +
           (milestone.instructions ? std::to_string(*milestone.instructions) : "") + "</td><td>" +
           safe(milestone.line.substr(0, 200)) + "</td></tr>\n";
  out += "</table>\n";
  if (!last.checks.empty()) {
    out += "<table><tr><th>Check</th><th>the guest claims</th><th>found</th></tr>\n";
    for (const CheckReport &check : last.checks)
      out += "<tr><td class=\"" + std::string(check.holds ? "good" : "bad") + "\">" +
             (check.holds ? "&#10003; " : "&#10007; ") + safe(check.name) + "</td><td>" +
             safe(check.claim.substr(0, 200)) + "</td><td>" + safe(check.evidence) + "</td></tr>\n";
    out += "</table>\n";
  }
  for (const auto &[kind, path] : last.files)
    if (path.ends_with(".png"))
      if (const auto image = readText(path); image && image->starts_with("\x89PNG"))
        out += "<p>" + safe(kind) + "</p><img alt=\"" + safe(kind) +
               "\" src=\"data:image/png;base64," + base64(*image) + "\">\n";
  const auto part = [&](const std::string &name, const std::string &text, bool open) {
    if (!text.empty())
      out += "<details" + std::string(open ? " open" : "") + "><summary>" + name +
             "</summary><pre>" + safe(text.substr(0, 1U << 20U)) + "</pre></details>\n";
  };
  part("Serial log", last.serial, !good);
  part("Diagnosis", last.diagnosis, false);
  part("Output of QEMU", last.qemuOutput, !good);
  part("Warnings", join(last.warnings, "\n"), false);
  part("Command", shellQuoted(last.argv), false);
  return out;
}

} // namespace

std::string renderHtml(const Report &report) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
      safe(report.scenario) + ": " + std::string(nameOf(report.verdict)) + "</title><style>" +
      std::string(style) + "</style></head><body>\n<h1>" + safe(report.scenario) +
      ": <span class=\"" + (report.passed() ? "good" : "bad") + "\">" +
      std::string(nameOf(report.verdict)) + "</span></h1>\n<p>" + safe(report.reason) +
      "</p>\n<p class=\"dim\">scenario " + safe(report.scenarioFile) + " (sha256 " +
      report.scenarioDigest.substr(0, 16) + ")</p>\n";
  if (report.comparison) {
    const Comparison &comparison = *report.comparison;
    out += "<h2>Compared with the boot before</h2><p><b class=\"" +
           std::string(comparison.equal() ? "good\">equal" : "bad\">different") +
           "</b>, highest rung that holds: " + std::string(nameOf(comparison.rung)) +
           ", required: " + std::string(nameOf(comparison.required)) + "</p>\n";
    const auto table = [&](const std::string &title, const std::vector<Difference> &list) {
      if (list.empty())
        return;
      out += "<table><tr><th>" + title + "</th><th>before</th><th>after</th></tr>\n";
      for (const Difference &difference : list)
        out += "<tr><td>" + safe(difference.what) + "</td><td>" + safe(difference.before) +
               "</td><td>" + safe(difference.after) + "</td></tr>\n";
      out += "</table>\n";
    };
    table("different", comparison.differences);
    table("no failure, but not the same", comparison.observations);
  }
  for (const VariantReport &variant : report.variants)
    out += boot(report, variant);
  return out + "</body></html>\n";
}

} // namespace levitate::boot
