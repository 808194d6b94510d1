#include "old/pages.h"

#include <string>
#include <vector>

using namespace book;
using std::string;
using std::vector;
namespace strings = text;

int print::Page::size() const {
  const string words = "page";
  const strings::String name = this->name();
  return static_cast<int>(words.size()) + strings::length(name);
}

text::String print::Page::name() const { return {3}; }

int print::Cover::size() const {
  const vector<string> words{"a", "cover"};
  return static_cast<int>(words.size());
}
