#include "tool/facts/literal_list.h"

#include <clang/AST/ExprCXX.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>

#include <array>
#include <vector>

namespace levitate::facts {

using namespace clang;

namespace {

constexpr std::size_t Few = 64;

class Digest {
public:
  explicit Digest(llvm::function_ref<bool(const Expr *)> plain) : plain(plain) {}

  /// False when there is something else in it.
  bool add(const Expr *expression) {
    if (const auto *list = dyn_cast<InitListExpr>(expression)) {
      node(list, list->getNumInits());
      return llvm::all_of(list->inits(), [&](const Expr *one) { return one && add(one); });
    }
    if (const auto *parentheses = dyn_cast<ParenExpr>(expression))
      return add(parentheses->getSubExpr());
    if (const auto *constant = dyn_cast<ConstantExpr>(expression))
      return add(constant->getSubExpr());
    if (const auto *cast = dyn_cast<ImplicitCastExpr>(expression)) {
      node(cast, cast->getCastKind());
      return !cast->getConversionFunction() && add(cast->getSubExpr());
    }
    if (const auto *sign = dyn_cast<UnaryOperator>(expression)) {
      node(sign, sign->getOpcode());
      return (sign->getOpcode() == UO_Minus || sign->getOpcode() == UO_Plus) &&
             add(sign->getSubExpr());
    }
    if (isa<ImplicitValueInitExpr, CXXNullPtrLiteralExpr>(expression)) {
      node(expression, 0);
      return true;
    }
    ++literals;
    if (const auto *character = dyn_cast<CharacterLiteral>(expression)) {
      node(character, character->getValue());
    } else if (const auto *truth = dyn_cast<CXXBoolLiteralExpr>(expression)) {
      node(truth, truth->getValue());
    } else if (const auto *integer = dyn_cast<IntegerLiteral>(expression)) {
      number(integer, integer->getValue());
    } else if (const auto *floating = dyn_cast<FloatingLiteral>(expression)) {
      number(floating, floating->getValue().bitcastToAPInt());
    } else if (const auto *text = dyn_cast<StringLiteral>(expression)) {
      node(text, text->getByteLength());
      bytes(text->getBytes().data(), text->getByteLength());
    } else {
      return false;
    }
    return plain(expression);
  }

  std::string hashed() { return llvm::toHex(hash.final(), true); }

  std::vector<QualType> types; ///< each once, in order
  std::size_t literals = 0;

private:
  void node(const Expr *expression, std::uint64_t value) {
    const QualType canonical = expression->getType().getCanonicalType();
    const auto [place, inserted] = numbers.try_emplace(canonical.getAsOpaquePtr(), types.size());
    if (inserted)
      types.push_back(canonical);
    const std::array<std::uint64_t, 3> words{expression->getStmtClass(), place->second, value};
    bytes(words.data(), sizeof words);
  }
  void number(const Expr *expression, const llvm::APInt &value) {
    node(expression, value.getBitWidth());
    bytes(value.getRawData(), value.getNumWords() * sizeof(std::uint64_t));
  }
  void bytes(const void *data, std::size_t size) {
    hash.update(llvm::ArrayRef(static_cast<const std::uint8_t *>(data), size));
  }

  llvm::function_ref<bool(const Expr *)> plain;
  llvm::BLAKE3 hash;
  llvm::DenseMap<void *, std::uint64_t> numbers;
};

} // namespace

std::optional<std::string> textOfLiterals(const InitListExpr *list,
                                          llvm::function_ref<std::string(QualType)> type,
                                          llvm::function_ref<bool(const Expr *)> plain) {
  Digest digest(plain);
  if (!digest.add(list) || digest.literals < Few)
    return std::nullopt;
  std::string text = "literals " + std::to_string(digest.literals) + " " + digest.hashed() + " :";
  for (const QualType one : digest.types)
    text += " " + type(one);
  return text;
}

} // namespace levitate::facts
