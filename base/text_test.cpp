#include "base/diagnostic.h"
#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;

TEST_CASE("a misspelled name finds the one that was meant") {
  CHECK(closest("unlnk", {"link", "unlink", "move"}) == "unlink");
  CHECK(closest("frobnicate", {"link", "move"}).empty());
  CHECK(didYouMean("mvoe", {"move"}) == "; did you mean 'move'?");
}

TEST_CASE("XML text is escaped and holds no forbidden character") {
  CHECK(escapeXml("<a b=\"c\">&'\x01") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\xEF\xBF\xBD");
}

TEST_CASE("bytes that are not UTF-8 become the replacement character") {
  CHECK(toUtf8("gr\xC3\xBC\xC3\x9F") == "gr\xC3\xBC\xC3\x9F");
  CHECK(toUtf8("gr\xFC") == "gr\xEF\xBF\xBD");
  CHECK(toUtf8("\xED\xA0\x80").find("\xED") == std::string::npos); // a surrogate
  CHECK(toUtf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");         // overlong
}

TEST_CASE("a place is counted in lines and bytes from one") {
  CHECK(locate("ab\ncd", 0, "f") == Location{"f", 1, 1});
  CHECK(locate("ab\ncd", 4, "f") == Location{"f", 2, 2});
  CHECK(locate("ab\ncd", 99, "f") == Location{"f", 2, 3});
}

TEST_CASE("diagnostics look like a compiler's") {
  Diagnostic diagnostic{Severity::Error, {"a.json", 3, 7}, "no such step",
                        "/steps/0",      "spell it",       {}};
  CHECK(formatDiagnostic(diagnostic) == "a.json:3:7: error: no such step [/steps/0]\n"
                                        "a.json:3:7: note: spell it");
  CHECK(formatDiagnostic({Severity::Warning, {}, "odd", {}, {}, {}}) == "warning: odd");
}

TEST_CASE("what is printable can't move a cursor or begin a line") {
  CHECK(printable("a\tb") == "a\tb");
  CHECK(printable("\x1b[2J\r\n\x7f") == "\\x1b[2J\\x0d\\x0a\\x7f");
  CHECK(printable("\xc2\x9b"
                  "31m \xc2\xa0\xc3\xa4") == "\\x9b31m \xc2\xa0\xc3\xa4");
  CHECK(printable("\xff") == "\xEF\xBF\xBD");
  CHECK(printable("\xc2") == "\xEF\xBF\xBD");
}

TEST_CASE("XML holds no character that it forbids") {
  CHECK(escapeXml("\xEF\xBF\xBF|\xEF\xBF\xBE|\x01|\xEF\xBF\xBC") ==
        "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBC");
}
