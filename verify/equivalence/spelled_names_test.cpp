#include "verify/equivalence/spelled_names.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::equivalence;

namespace {

using Symbols = std::set<std::string>;
using Pairs = std::map<std::string, std::string>;

Pairs pairsOf(const std::vector<Rename> &renames, const Symbols &before, const Symbols &after) {
  SymbolNames renamed(renames), plain({});
  return pairSpelled(before, after, renamed, plain);
}

/// `decltype(f(T()))` and the like are short; these are of `enable_if<...>::type use<T>()`:
/// `void use<int>(Require<QUALIFIED<int>::value>)`.
std::string useOf(const std::string &spelled) {
  return "_Z3useIiEv7RequireIXsr" + spelled + "IT_EE5valueEE";
}

const std::vector<Rename> move = {{"lib::Number", "lib::traits::Digit"}};
const std::string was = useOf("6Number"), inFull = useOf("3lib6Number"),
                  is = useOf("6traits5Digit"), isInFull = useOf("3lib6traits5Digit");

} // namespace

TEST_CASE("a name in a signature follows its rename however it is qualified") {
  CHECK(pairsOf(move, {was}, {is}) == Pairs{{was, is}});
  CHECK(pairsOf(move, {was}, {isInFull}) == Pairs{{was, isInFull}});
  CHECK(pairsOf(move, {inFull}, {is}) == Pairs{{inFull, is}});
  CHECK(pairsOf({{"a::lib", "a::other"}}, {inFull}, {useOf("5other6Number")}).size() == 1);
}

TEST_CASE("a name in a signature that no rename explains stays another name") {
  CHECK(pairsOf(move, {was}, {useOf("6others5Digit")}).empty());
  CHECK(pairsOf(move, {was}, {useOf("6traits6Number")}).empty());
  CHECK(pairsOf(move, {useOf("4some6Number")}, {is}).empty());
  CHECK(pairsOf({}, {was}, {is}).empty());
  CHECK(pairsOf(move, {was}, {"_Z3useIdEv7RequireIXsr6traits5DigitIT_EE5valueEE"}).empty());
}

TEST_CASE("of several symbols that may be the same none is taken") {
  CHECK(pairsOf(move, {was}, {is, isInFull}).empty());
  CHECK(pairsOf(move, {was, inFull}, {is}).empty());
  // One that the other side has as it is stands for itself.
  CHECK(pairsOf(move, {was, useOf("5Other")}, {is, useOf("5Other")}) == Pairs{{was, is}});
}
