#include "tool/plan/usr_map.h"

#include "base/qualified_name.h"
#include "base/text.h"
#include "tool/facts/meaning.h"

#include <algorithm>
#include <cctype>

namespace levitate::plan {

namespace {

// True for what may begin a parameter's type in a USR: a letter of a built-in type, a digit of
// qualifiers, a pointer, a reference, a declared type, an array, a variable list.
bool startsType(char c) {
  return isWord(c) || std::string_view("*&$%([{]^.~!").find(c) != std::string_view::npos;
}

// The part of a USR that other USRs repeat: everything behind `c:`.
std::string tailOf(const std::string &usr) {
  const std::string plain = facts::normalizeUsr(usr);
  const std::size_t at = plain.find('@');
  return at == std::string::npos ? "" : plain.substr(at); // the global namespace has none
}

// A specialisation of a class template is `@S@Name>...`, the template itself `@ST>1#T@Name`; a
// specialisation of a function template is `@F@name<...`, the template `@FT@>1#Tname#...`.
std::string asSpecialisation(const std::string &tail) {
  for (const std::string_view marker : {"@ST>", "@FT@>", "@VT>"}) {
    const std::size_t at = tail.rfind(marker);
    if (at == std::string::npos)
      continue;
    if (marker == "@FT@>") {
      // Behind the template parameters, which end in the kind of the last one, stands the name.
      std::size_t end = tail.find('#', at + marker.size());
      while (end != std::string::npos) {
        const std::size_t nameEnd = tail.find('#', end + 1);
        const std::string part = tail.substr(end + 1, nameEnd - end - 1);
        if (part.size() > 1 && (part[0] == 'T' || part[0] == 'N' || part[0] == 't'))
          return tail.substr(0, at) + "@F@" + part.substr(1);
        end = nameEnd;
      }
      return {};
    }
    const std::size_t name = tail.rfind('@');
    return tail.substr(0, at) + (marker == "@VT>" ? "@" : "@S@") + tail.substr(name + 1);
  }
  return {};
}

} // namespace

UsrMap::UsrMap(const std::vector<Renaming> &renames) {
  for (auto first = renames.begin(); first != renames.end();) {
    const auto last = std::find_if(
        first, renames.end(), [&](const Renaming &rename) { return rename.step != first->step; });
    addStep({first, last});
    first = last;
  }
}

void UsrMap::addStep(const std::vector<Renaming> &renames) {
  Step step;
  std::vector<Entry> &entries = step.entries, functions;
  std::vector<TypeName> &types = step.types;
  for (const Renaming &rename : renames) {
    Entry entry{tailOf(rename.usrBefore), tailOf(rename.usrAfter)};
    const bool function = entry.before.find("@F@") != std::string::npos ||
                          entry.before.find("@FT@") != std::string::npos;
    Entry special{asSpecialisation(entry.before), asSpecialisation(entry.after)};
    if (function && !special.before.empty()) {
      // Without its arguments it would be a function of that name that is no specialisation.
      special.before += '<';
      special.after += '<';
    }
    const std::string oldName = lastComponent(rename.from), newName = lastComponent(rename.to);
    // An unnamed enumeration is called by its first enumerator.
    const std::string first = "@Ea@" + oldName + "@" + oldName, second = "@" + newName;
    if (oldName != newName && entry.before.ends_with(first) && entry.after.ends_with(second)) {
      const std::string outer = entry.before.substr(0, entry.before.size() - first.size());
      entry.after = entry.after.substr(0, entry.after.size() - second.size());
      entry.after = entry.after.substr(0, entry.after.rfind('@') + 1) + newName;
      entries.push_back({outer + "@Ea@" + oldName, entry.after});
      entry.after += second;
    }
    (function ? functions : entries).push_back(entry);
    // Its name alone, with the `#` in front of its parameters.
    if (const std::size_t was = entry.before.find(oldName + "#", entry.before.rfind("@F")),
        is = entry.after.find(newName + "#", entry.after.rfind("@F"));
        function && was != std::string::npos && is != std::string::npos)
      step.functionNames.push_back({entry.before.substr(0, was + oldName.size() + 1),
                                    entry.after.substr(0, is + newName.size() + 1)});
    // `@ST>1#T@Outer@S@Name` is `@S@Outer>#I@S@Name` in the specialisation for int, and what is a
    // template itself, `@ST>1#T@Outer@ST>1#T@Name`, is `@S@Outer>#I@S@Name>#C`.
    const auto addNested = [&](const std::string &start, const Entry &member) {
      for (const std::string mark : {"@F@", "@F@~"})
        step.nested.push_back(
            {start, {member.before + mark + oldName, member.after + mark + newName}});
      step.nested.push_back({start, member});
    };
    std::size_t marker = std::string::npos, inner = std::string::npos;
    for (std::size_t next = entry.before.find("@ST>"); next != std::string::npos;
         next = entry.before.find("@ST>", next + 1)) {
      marker = next;
      const std::size_t outer = entry.before.find('@', marker + 4);
      inner = outer == std::string::npos ? outer : entry.before.find('@', outer + 1);
      if (inner == std::string::npos || !entry.after.starts_with(entry.before.substr(0, inner)))
        continue;
      const std::string start = entry.before.substr(0, marker) + "@S@" +
                                entry.before.substr(outer + 1, inner - outer - 1) + ">";
      const Entry member{entry.before.substr(inner), entry.after.substr(inner)};
      addNested(start, member);
      if (member.before.starts_with("@ST>"))
        addNested(start, {asSpecialisation(member.before), asSpecialisation(member.after)});
    }
    // `@ST>1#T@Name` is `@SP>1#T@Name>#*t0.0` in the partial specialisation for pointers.
    if (const std::size_t after = entry.after.rfind("@ST>");
        marker != std::string::npos && after != std::string::npos && inner == std::string::npos)
      step.partials.push_back(
          {{entry.before.substr(0, marker) + "@SP>", entry.after.substr(0, after) + "@SP>"},
           {"@" + oldName, "@" + newName}});
    // A class's constructors and destructor have its name once more.
    const std::size_t component = entry.before.rfind('@');
    const bool space = component != std::string::npos && component >= 2 &&
                       entry.before.compare(component - 2, 2, "@N") == 0;
    if (!function && !space && oldName != newName) {
      TypeName name{{entry.after}, {}, oldName, newName};
      if (!special.after.empty())
        name.tails.push_back(special.after);
      // `@ST>1#T@Name` has another '@' before the name than `@S@Name`.
      const std::size_t pattern = entry.after.rfind("T>");
      const std::size_t kind = entry.after.rfind(
          '@', pattern != std::string::npos ? pattern : entry.after.rfind('@') - 1);
      name.scope = entry.after.substr(0, kind == std::string::npos ? 0 : kind);
      types.push_back(std::move(name));
    }
    if (!function && !space && oldName != newName)
      for (const Entry &type : {entry, special})
        if (!type.before.empty())
          for (const std::string mark : {"@F@", "@F@~"})
            entries.push_back({type.before + mark + oldName, type.after + mark + newName});
    if (!special.before.empty() && !special.after.empty())
      (function ? functions : entries).push_back(special);
  }
  // Longer ones first: one may be the start of another.
  const auto longer = [](const Entry &a, const Entry &b) {
    return a.before.size() != b.before.size() ? a.before.size() > b.before.size()
                                              : a.before < b.before;
  };
  std::sort(entries.begin(), entries.end(), longer);
  // A function's USR holds its parameter types, which may have moved as well.
  const std::vector<Entry> plain = entries;
  for (Entry &function : functions)
    for (const Entry &type : plain) {
      replaceAll(function.before, type);
      replaceAll(function.after, type);
    }
  std::sort(functions.begin(), functions.end(), longer);
  entries.insert(entries.end(), functions.begin(), functions.end());
  steps.push_back(std::move(step));
}

void UsrMap::replaceAll(std::string &text, const Nested &nested) {
  for (std::size_t at = text.find(nested.outer); at != std::string::npos;
       at = text.find(nested.outer, at + nested.outer.size())) {
    const std::size_t found = text.find(nested.member.before, at + nested.outer.size());
    const std::size_t end = found + nested.member.before.size();
    // A blank ends a USR.
    if (found == std::string::npos || text.find(' ', at) < found)
      continue;
    if (end == text.size() || !isWord(text[end]))
      text.replace(found, nested.member.before.size(), nested.member.after);
  }
}

void UsrMap::replaceAll(std::string &text, const Partial &partial) {
  for (std::size_t at = text.find(partial.outer.before); at != std::string::npos;
       at = text.find(partial.outer.before, at + 1)) {
    const std::size_t name = text.find('@', at + partial.outer.before.size());
    const std::size_t end = name + partial.name.before.size();
    if (name == std::string::npos ||
        text.compare(name, partial.name.before.size(), partial.name.before) != 0 ||
        (end < text.size() && isWord(text[end])))
      continue;
    text.replace(name, partial.name.before.size(), partial.name.after);
    text.replace(at, partial.outer.before.size(), partial.outer.after);
    at += partial.outer.after.size() - 1;
  }
}

// The type of a lambda is named by its function, whose parameters are spelled `S1_` where the type
// around it has named them before: which overload it is, the text does not say. Were it one that
// stays, the text would be that of no other, and differ.
void UsrMap::replaceAbbreviated(std::string &text, const Entry &name) {
  for (std::size_t at = text.find(name.before); at != std::string::npos;
       at = text.find(name.before, at + 1)) {
    if (at > 0 && isWord(text[at - 1]))
      continue;
    const std::size_t end = std::min(text.find(' ', at), text.size());
    bool abbreviated = false;
    for (std::size_t part = text.find('#', at); part < end && !abbreviated;
         part = text.find('#', part + 1)) {
      std::size_t digit = text.find_first_not_of("*&123456789", part + 1);
      abbreviated = digit < end && text[digit] == 'S';
      while (abbreviated && ++digit < end && text[digit] != '_')
        abbreviated = std::isdigit(static_cast<unsigned char>(text[digit]));
    }
    if (abbreviated)
      text.replace(at, name.before.size(), name.after);
  }
}

void UsrMap::replaceAll(std::string &text, const Entry &entry) {
  if (entry.before.empty() || entry.before == entry.after)
    return;
  for (std::size_t at = text.find(entry.before); at != std::string::npos;
       at = text.find(entry.before, at)) {
    const std::size_t end = at + entry.before.size();
    // A word before it is another namespace around it; a word behind it makes it another name; a
    // type behind a function's parameters, which end in '#', makes it another overload.
    // Within its own body a template `X` is the type `>...@X1t0.0`: the number of its arguments
    // follows at once.
    const bool injected = at > 0 && text[at - 1] == '>' && end < text.size() &&
                          std::isdigit(static_cast<unsigned char>(text[end])) &&
                          entry.before.find("@ST>") != std::string::npos;
    const bool goesOn =
        end < text.size() && !injected &&
        (entry.before.back() == '#' ? startsType(text[end])
                                    : isWord(text[end]) && isWord(entry.before.back()));
    if (!goesOn && (at == 0 || !isWord(text[at - 1]))) {
      text.replace(at, entry.before.size(), entry.after);
      at += entry.after.size();
    } else {
      at = end;
    }
  }
}

// A conversion function and a deduction guide have the type's name in their own; a partial
// specialisation begins like no other; constructors repeat the name behind template arguments; what
// `typename A<B<T>>::type` means is spelled as in C++.
void UsrMap::replaceSpelled(std::string &text, const TypeName &type) {
  const auto put = [&](std::size_t at) {
    text.replace(at, type.before.size(), type.after);
    return at + type.after.size();
  };
  const auto stands = [&](std::size_t at) {
    const std::size_t end = at + type.before.size();
    return text.compare(at, type.before.size(), type.before) == 0 &&
           (end >= text.size() || !isWord(text[end]));
  };
  for (const std::string_view start : {"@operator ", "<deduction guide for "})
    for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1))
      for (std::size_t word = at + start.size();
           word < text.size() && text[word] != '#' && text[word] != '@'; ++word)
        if (stands(word) && !isWord(text[word - 1]))
          word = put(word) - 1;
  for (std::size_t at = text.find('^'); at != std::string::npos; at = text.find('^', at + 1))
    if (text.find(":::", at) != std::string::npos)
      for (std::size_t word = at + 1; text.compare(word, 3, ":::") != 0; ++word)
        if (stands(word) && !isWord(text[word - 1]))
          word = put(word) - 1;
  // A constructor's name, from behind its class on.
  const auto constructor = [&](std::size_t from) {
    const std::size_t stop = std::min(text.find(' ', from), text.size());
    const std::size_t at = text.find("@F", from);
    if (at >= stop || (text[from] != '>' && at != from))
      return;
    if (text.compare(at, 3, "@F@") == 0) {
      const std::size_t name = at + 3 + (at + 3 < text.size() && text[at + 3] == '~' ? 1 : 0);
      if (stands(name))
        put(name);
    } else if (text.compare(at, 5, "@FT@>") == 0) {
      for (std::size_t name = text.find(type.before + "#", at); name < stop;
           name = text.find(type.before + "#", name + 1))
        if (text[name - 1] == 'T' || !isWord(text[name - 1])) {
          put(name);
          return;
        }
    }
  };
  for (const std::string &tail : type.tails)
    for (std::size_t at = text.find(tail); at != std::string::npos && !tail.empty();
         at = text.find(tail, at + 1)) {
      const std::size_t end = at + tail.size();
      if (end < text.size() && !isWord(text[end]) && (at == 0 || !isWord(text[at - 1])))
        constructor(end);
    }
  for (const std::string_view marker : {"@SP>", "@VP>"}) {
    const std::string start = type.scope + std::string(marker);
    for (std::size_t at = text.find(start); at != std::string::npos;
         at = text.find(start, at + 1)) {
      if (at > 0 && isWord(text[at - 1]))
        continue;
      const std::size_t name = text.find("@" + type.before + ">", at);
      if (name < std::min(text.find(' ', at), text.size()))
        constructor(put(name + 1));
    }
  }
}

std::string UsrMap::apply(std::string text) const {
  for (const Step &step : steps) {
    for (const Entry &entry : step.entries)
      replaceAll(text, entry);
    for (const Entry &name : step.functionNames)
      replaceAbbreviated(text, name);
    for (const Nested &nested : step.nested)
      replaceAll(text, nested);
    for (const TypeName &type : step.types)
      replaceSpelled(text, type);
    for (const Partial &partial : step.partials)
      replaceAll(text, partial);
  }
  return text;
}

std::string relocatedUsr(const std::string &usr, const Relocation &place) {
  const auto prefix = [](const std::string &scope) {
    std::string text;
    for (const std::string &part : components(scope))
      text += "@N@" + part;
    return text;
  };
  std::string result = usr;
  // All the namespaces, with the inline ones that a qualified name leaves out.
  if (std::size_t at = result.find('@');
      at != std::string::npos && place.oldScope != place.newScope) {
    if (!place.oldScope.empty())
      at = result.find("@N@");
    std::size_t end = at;
    while (at != std::string::npos && std::string_view(result).substr(end).starts_with("@N@"))
      end = std::min(result.find('@', end + 3), result.size());
    if (at != std::string::npos)
      result.replace(at, end - at, prefix(place.newScope));
  }
  if (place.oldName != place.newName) {
    const std::size_t from = result.rfind("@N@") == std::string::npos ? 0 : result.rfind("@N@");
    for (std::size_t at = result.find(place.oldName, from); at != std::string::npos;
         at = result.find(place.oldName, at + 1)) {
      const auto word = [&](std::size_t i) { return i < result.size() && isWord(result[i]); };
      const bool starts = at == 0 || !word(at - 1) || result[at - 1] == 'T';
      if (starts && !word(at + place.oldName.size())) {
        result.replace(at, place.oldName.size(), place.newName);
        break;
      }
    }
  }
  return result;
}

} // namespace levitate::plan
