#include "verify/equivalence/canonical.h"

#include <catch2/catch_test_macros.hpp>

#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/SourceMgr.h>

using namespace levitate;
using namespace levitate::equivalence;

namespace {

/// All that is written of a module.
std::string canonical(const std::string &assembly) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic error;
  const std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(assembly, error, context);
  INFO(assembly);
  INFO(error.getLineNo() << ": " << error.getMessage().str());
  REQUIRE(module);
  SymbolNames names({});
  TextStore store;
  Unit unit;
  writeCanonical(*module, names, store, unit);
  REQUIRE(!unit.entities.empty());
  std::string text;
  for (const Entity &entity : unit.entities)
    text += entity.key + ":\n" + store.text(entity.text);
  for (const Hash &assumption : unit.assumptions)
    text += store.text(assumption);
  return text;
}

/// `pattern` with the part for its `$`; what stands around it is the same for both.
std::string with(std::string pattern, const std::string &part) {
  const std::size_t at = pattern.find("$");
  REQUIRE(at != std::string::npos);
  return pattern.replace(at, 1, part);
}

/// The two are told apart, and each is told to be like itself.
void differs(const std::string &pattern, const std::string &one, const std::string &other) {
  INFO(pattern << " with '" << one << "' and '" << other << "'");
  const std::string first = canonical(with(pattern, one));
  CHECK(first == canonical(with(pattern, one)));
  CHECK(first != canonical(with(pattern, other)));
}

} // namespace

TEST_CASE("canonical text: what an instruction says beside its operands") {
  const std::string add = "define i32 @f(i32 %a, i32 %b) {\n  %c = $ i32 %a, %b\n  ret i32 %c\n}\n";
  differs(add, "add", "sub");
  differs(add, "add nsw", "add");
  differs(add, "add nuw", "add nsw");
  differs(add, "udiv exact", "udiv");
  const std::string real = "define float @f(float %a, float %b) {\n"
                           "  %c = fadd $ float %a, %b\n  ret float %c\n}\n";
  differs(real, "fast", "");
  differs(real, "nnan", "ninf");
  differs("define ptr @f(ptr %p) {\n  %q = getelementptr $, ptr %p, i64 1\n  ret ptr %q\n}\n",
          "i32", "i64");
  differs("define ptr @f(ptr %p) {\n  %q = getelementptr $ i32, ptr %p, i64 1\n  ret ptr %q\n}\n",
          "inbounds", "");
  differs("define i32 @f({i32, i32} %p) {\n  %q = extractvalue {i32, i32} %p, $\n  ret i32 %q\n}\n",
          "0", "1");
  differs("define {i32, i32} @f({i32, i32} %p) {\n  %q = insertvalue {i32, i32} %p, i32 7, $\n"
          "  ret {i32, i32} %q\n}\n",
          "0", "1");
  differs(
      "define i32 @f(i1 %c) {\n  br i1 %c, label %a, label %b\na:\n  br label %d\nb:\n  br label "
      "%d\nd:\n  %v = phi i32 $\n  ret i32 %v\n}\n",
      "[1, %a], [2, %b]", "[1, %b], [2, %a]");
  const std::string pad =
      "declare i32 @p(...)\ndeclare void @g()\ndefine void @f() personality ptr @p {\n"
      "  invoke void @g() to label %ok unwind label %bad\nok:\n  ret void\nbad:\n"
      "  %v = landingpad {ptr, i32} $\n  resume {ptr, i32} %v\n}\n";
  differs(pad, "cleanup", "catch ptr null");
  differs(pad, "catch ptr null", "cleanup catch ptr null");
  differs(pad, "catch ptr null", "filter [0 x ptr] []");
  differs("declare void @g()\ndefine void @f() {\n  call void @g() [$]\n  ret void\n}\n",
          "\"deopt\"(i32 1)", "\"other\"(i32 1)");
}

TEST_CASE("canonical text: inline assembly") {
  const std::string assembly = "define void @f() {\n  call void asm $\n  ret void\n}\n";
  differs(assembly, "\"nop\", \"\"()", "\"wait\", \"\"()");
  differs(assembly, "\"nop\", \"\"()", "sideeffect \"nop\", \"\"()");
  differs(assembly, "\"nop\", \"\"()", "alignstack \"nop\", \"\"()");
  differs(assembly, "\"nop\", \"\"()", "inteldialect \"nop\", \"\"()");
  differs(assembly, "unwind \"nop\", \"\"()", "\"nop\", \"\"()");
  differs(assembly, "\"nop\", \"~{memory}\"()", "\"nop\", \"\"()");
}

TEST_CASE("canonical text: what a function is") {
  const std::string function = "declare i32 @p(...)\ndeclare i32 @q(...)\n"
                               "define void @f() $ {\n  ret void\n}\n";
  differs(function, "section \"a\"", "section \"b\"");
  differs(function, "align 16", "align 32");
  differs(function, "gc \"one\"", "gc \"two\"");
  differs(function, "prefix i32 1", "prefix i32 2");
  differs(function, "prologue i32 1", "prologue i32 2");
  differs(function, "prefix i32 1", "prologue i32 1");
  differs(function, "personality ptr @p", "personality ptr @q");
  differs(function, "noreturn", "");
  differs(function, "unnamed_addr", "");
  differs(function, "unnamed_addr", "local_unnamed_addr");
  differs(function, "partition \"one\"", "");
  const std::string kind = "define $ void @f() {\n  ret void\n}\n";
  differs(kind, "weak", "");
  differs(kind, "weak", "linkonce_odr");
  differs(kind, "hidden", "protected");
  differs(kind, "dso_local", "");
  differs(kind, "fastcc", "");
  const auto comdat = [](const char *selection) {
    return canonical("$f = comdat " + std::string(selection) +
                     "\ndefine void @f() comdat {\n  ret void\n}\n");
  };
  CHECK(comdat("any") != comdat("largest"));
}

TEST_CASE("canonical text: what a variable is") {
  const std::string variable = "@v = $\n";
  differs(variable, "global i32 1", "constant i32 1");
  differs(variable, "global i32 1", "global i32 2");
  differs(variable, "global i32 1", "global i64 1");
  differs(variable, "thread_local global i32 1", "global i32 1");
  differs(variable, "thread_local global i32 1", "thread_local(localexec) global i32 1");
  differs(variable, "externally_initialized global i32 1", "global i32 1");
  differs(variable, "addrspace(1) global i32 1", "global i32 1");
  differs(variable, "global i32 1, align 8", "global i32 1, align 16");
  differs(variable, "global i32 1, section \"a\"", "global i32 1");
  differs(variable, "global i32 1, code_model \"large\"", "global i32 1, code_model \"tiny\"");
  differs(variable, "global <{i8, i32}> <{i8 1, i32 2}>", "global {i8, i32} {i8 1, i32 2}");
  differs(variable, "global [2 x ptr] [ptr @v, ptr null]", "global [2 x ptr] [ptr null, ptr @v]");
  differs(variable, "global float 1.0", "global float 2.0");
  differs(variable, "global i32 undef", "global i32 poison");
  differs(variable, "global i32 undef", "global i32 zeroinitializer");
  const std::string offset = "@a = global [4 x i32] zeroinitializer\n@v = global ptr getelementptr "
                             "$ @a, i64 1)\n";
  differs(offset, "(i32, ptr", "(i64, ptr");
  differs(offset, "inbounds (i32, ptr", "(i32, ptr");
  differs(offset, "inrange(-4, 8) (i32, ptr", "inrange(-4, 12) (i32, ptr");
  differs(variable, "alias i32, ptr @w\n@w = global i32 1",
          "weak alias i32, ptr @w\n@w = global i32 1");
}

TEST_CASE("canonical text: a constant without identity is what its users see of it") {
  const std::string constant = "@c = private unnamed_addr constant $\n"
                               "define ptr @f() {\n  ret ptr @c\n}\n";
  differs(constant, "i32 1, align 4", "i32 2, align 4");
  differs(constant, "i32 1, align 4", "i64 1, align 4");
  differs(constant, "i32 1, align 4", "i32 1, align 8");
  differs(constant, "i32 1, section \"a\"", "i32 1, section \"b\"");
  differs(constant, "<{i8, i32}> <{i8 1, i32 2}>, align 1", "{i8, i32} {i8 1, i32 2}, align 1");
  differs(constant, "{i8, i32} {i8 1, i32 2}", "{i8, i64} {i8 1, i64 2}");
  differs(constant, "[2 x i32] [i32 1, i32 2], align 8", "[2 x i64] [i64 1, i64 2], align 8");
  differs(constant, "[2 x i8] c\"ab\"", "[3 x i8] c\"ab\\00\"");
}

TEST_CASE("canonical text: metadata") {
  const std::string access = "define i32 @f(ptr %p) {\n  %v = load i32, ptr %p, !llvm.access.group "
                             "!0\n  ret i32 %v\n}\n!0 = $\n";
  differs(access, "distinct !{}", "!{}");
  const std::string range = "define i32 @f(ptr %p) {\n  %v = load i32, ptr %p, !range !0\n"
                            "  ret i32 %v\n}\n!0 = !{i32 0, i32 $}\n";
  differs(range, "2", "3");
}

TEST_CASE("canonical text: what is assumed of a declaration") {
  const std::string call = "$\ndefine void @f() {\n  call void @g()\n  ret void\n}\n";
  differs(call, "declare void @g() nounwind", "declare void @g()");
  differs(call, "declare void @g()", "declare extern_weak void @g()");
  differs(call, "declare fastcc void @g()", "declare void @g()");
  const std::string load = "@x = external $\ndefine i32 @f() {\n  %v = load i32, ptr @x\n  ret i32 "
                           "%v\n}\n";
  differs(load, "global i32", "constant i32");
  differs(load, "global i32", "thread_local global i32");
  differs(load, "global i32, align 4", "global i32, align 8");
}

TEST_CASE("canonical text: names of values and places are no part of it") {
  CHECK(canonical("define i32 @f(i32 %a) {\nentry:\n  %b = add i32 %a, 1\n  ret i32 %b\n}\n") ==
        canonical("define i32 @f(i32 %x) {\nstart:\n  %y = add i32 %x, 1\n  ret i32 %y\n}\n"));
}
