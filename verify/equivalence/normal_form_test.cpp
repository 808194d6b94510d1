#include "verify/equivalence/normal_form.h"

#include <catch2/catch_test_macros.hpp>

#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

using namespace levitate;
using namespace levitate::equivalence;

namespace {

/// The module in its normal form, as text.
std::string normal(const std::string &assembly) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  const std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(assembly, error, context);
  INFO(error.getLineNo() << ": " << error.getMessage().str());
  REQUIRE(module);
  normalise(*module, NonThrowing({}, {}), 0);
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, nullptr);
  return text;
}

bool has(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a call that says of itself that it does not throw loses its landing pad") {
  const auto calling = [](const std::string &attribute) {
    return normal("declare i32 @p(...)\ndeclare void @g()\ndefine void @f() personality ptr @p {\n"
                  "  invoke void @g() " +
                  attribute +
                  " to label %ok unwind label %bad\nok:\n  ret void\nbad:\n"
                  "  %v = landingpad {ptr, i32} catch ptr null\n  ret void\n}\n");
  };
  const std::string nounwind = calling("nounwind");
  CHECK(has(nounwind, "call void @g()"));
  CHECK_FALSE(has(nounwind, "landingpad"));
  CHECK_FALSE(has(nounwind, "personality")); // nothing is left that it would be asked for
  const std::string throwing = calling("");
  CHECK(has(throwing, "invoke void @g()"));
  CHECK(has(throwing, "personality ptr @p"));
}

TEST_CASE(
    "a variable of the compiler's own is its value when it is written once, before it is read") {
  const auto written = [](const std::string &body) {
    return has(normal("define i32 @f(i1 %c, i32 %a) {\n  %v = alloca i32\n" + body +
                      "  %r = load i32, ptr %v\n  ret i32 %r\n}\n"),
               "alloca");
  };
  CHECK_FALSE(written("  store i32 %a, ptr %v\n"));
  CHECK(written("  store i32 1, ptr %v\n  store i32 %a, ptr %v\n"));
  CHECK(written("  br i1 %c, label %set, label %end\nset:\n  store i32 %a, ptr %v\n"
                "  br label %end\nend:\n"));
  CHECK(written("  store volatile i32 %a, ptr %v\n"));
}

TEST_CASE("the operands of a phi stand in the order of the blocks") {
  const auto joined = [](const std::string &operands) {
    return normal("define i32 @f(i1 %c) {\n  br i1 %c, label %a, label %b\na:\n  br label %d\n"
                  "b:\n  br label %d\nd:\n  %v = phi i32 " +
                  operands + "\n  ret i32 %v\n}\n");
  };
  CHECK(joined("[1, %a], [2, %b]") == joined("[2, %b], [1, %a]"));
  CHECK(joined("[1, %a], [2, %b]") != joined("[2, %a], [1, %b]"));
}

TEST_CASE("what nothing uses is no part of a unit, and what lies with something used is") {
  const std::string text = normal("$group = comdat any\n"
                                  "@used = linkonce_odr global i32 1, comdat($group)\n"
                                  "@beside = linkonce_odr global i32 2, comdat($group)\n"
                                  "@alone = linkonce_odr global i32 3\n"
                                  "@own = internal global i32 4\n"
                                  "@kept = internal global i32 5\n"
                                  "@llvm.used = appending global [1 x ptr] [ptr @kept], "
                                  "section \"llvm.metadata\"\n"
                                  "define ptr @f() {\n  ret ptr @used\n}\n");
  CHECK(has(text, "@used ="));
  CHECK(has(text, "@beside ="));
  CHECK(has(text, "@kept ="));
  CHECK_FALSE(has(text, "@alone"));
  CHECK_FALSE(has(text, "@own"));
}
