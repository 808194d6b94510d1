#include "tool/plan/textual.h"

#include "base/qualified_name.h"
#include <algorithm>

namespace levitate::plan {

using namespace facts;

TextualReferences::TextualReferences(Context &context, const Program &program)
    : context(context), program(program), before(program) {}

std::vector<TextualReferences::Chain>
TextualReferences::chains(const std::string &file, const std::vector<Range> &within) const {
  const Source &source = context.source(file);
  std::vector<Chain> result;
  for (const Range &range : within) {
    const std::string_view text = source.view(range);
    const std::vector<Token> tokens = tokenize(text);
    const auto word = [&](std::size_t i) {
      return i < tokens.size()
                 ? text.substr(tokens[i].range.begin, tokens[i].range.end - tokens[i].range.begin)
                 : std::string_view();
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].kind != TokenKind::Identifier)
        continue;
      Chain chain;
      const bool afterColons = i > 0 && word(i - 1) == "::";
      const bool member =
          i > 0 && (word(i - 1) == "." || (word(i - 1) == ">" && i > 1 && word(i - 2) == "-" &&
                                           tokens[i - 2].range.end == tokens[i - 1].range.begin));
      chain.global = afterColons;
      chain.begin = range.begin + tokens[afterColons ? i - 1 : i].range.begin;
      std::size_t last = i;
      chain.parts.push_back(
          {range.begin + tokens[i].range.begin, range.begin + tokens[i].range.end});
      while (word(last + 1) == "::" && last + 2 < tokens.size() &&
             tokens[last + 2].kind == TokenKind::Identifier) {
        last += 2;
        chain.parts.push_back(
            {range.begin + tokens[last].range.begin, range.begin + tokens[last].range.end});
      }
      if (!member)
        result.push_back(std::move(chain));
      i = last;
    }
  }
  return result;
}

std::string TextualReferences::contextAt(const std::string &file, std::uint32_t offset) const {
  const auto facts = program.files.find(file);
  std::string scope;
  std::uint32_t innermost = 0;
  if (facts != program.files.end())
    for (const Block &block : facts->second.blocks)
      if (!block.fromMacro && block.body.contains(offset) && block.body.begin >= innermost) {
        innermost = block.body.begin;
        scope = block.qualified;
      }
  return scope;
}

std::uint32_t TextualReferences::contextIndex(const std::string &name) const {
  const auto found = std::find(program.contexts.begin(), program.contexts.end(), name);
  return found == program.contexts.end()
             ? Reference::NoIndex
             : static_cast<std::uint32_t>(found - program.contexts.begin());
}

std::vector<Reference> TextualReferences::inactive(const std::string &file,
                                                   const std::set<std::uint32_t> &entities) const {
  std::vector<Reference> result;
  const auto facts = program.files.find(file);
  if (facts == program.files.end() || facts->second.inactive.empty())
    return result;
  const Source &source = context.source(file);
  // Where each relocated entity is visible: its own namespace, and those with a using-declaration.
  struct Visible {
    std::uint32_t entity, via;
  };
  std::map<std::string, Visible> visible;
  for (const std::uint32_t index : entities)
    visible.emplace(program.entities[index].qualified, Visible{index, Reference::NoIndex});
  for (std::uint32_t i = 0; i < program.usings.size(); ++i) {
    const Using &fact = program.usings[i];
    if (fact.kind == Using::Kind::Declaration && fact.atNamespaceScope &&
        entities.contains(fact.target))
      visible.emplace(inScope(fact.scope, fact.name), Visible{fact.target, i});
  }
  for (const Chain &chain : chains(file, facts->second.inactive)) {
    const std::string scope = contextAt(file, chain.begin);
    const std::string first(source.view(chain.parts.front()));
    // The innermost namespace around that has the first component.
    std::string holder;
    bool found = chain.global;
    if (!chain.global) {
      std::vector<std::string> around = components(scope);
      for (;; around.pop_back()) {
        holder.clear();
        for (const std::string &part : around)
          holder += (holder.empty() ? "" : "::") + part;
        if (before.has(holder, first)) {
          found = true;
          break;
        }
        if (around.empty())
          break;
      }
    }
    if (!found)
      continue;
    std::string path = chain.global ? std::string() : holder;
    std::string qualifier;
    for (const Range &part : chain.parts) {
      qualifier = path;
      path += (path.empty() ? "" : "::") + std::string(source.view(part));
      const auto match = visible.find(path);
      if (match == visible.end())
        continue;
      Reference reference;
      reference.file = file;
      reference.name = part;
      reference.qualifier = {chain.begin, part.begin};
      reference.entity = match->second.entity;
      reference.via = match->second.via;
      reference.global = chain.global;
      reference.context = contextIndex(scope);
      if (reference.context == Reference::NoIndex)
        break;
      if (!reference.qualifier.empty()) {
        const auto spaceOf = [&](const std::string &name) {
          for (const std::uint32_t index : program.named(name))
            if (program.entities[index].kind == EntityKind::Namespace)
              return index;
          return Reference::NoIndex;
        };
        reference.qualifierScope = spaceOf(qualifier);
        reference.firstScope = spaceOf(chain.global ? qualifier : inScope(holder, first));
      }
      result.push_back(std::move(reference));
      break;
    }
  }
  return result;
}

std::vector<TextualReferences::Name> TextualReferences::names(const std::string &file,
                                                              Range within) const {
  std::vector<Name> result;
  const auto facts = program.files.find(file);
  if (facts == program.files.end())
    return result;
  std::vector<Range> ranges;
  for (const Range &range : facts->second.inactive) {
    const Range both{std::max(range.begin, within.begin), std::min(range.end, within.end)};
    if (both.begin < both.end)
      ranges.push_back(both);
  }
  const Source &source = context.source(file);
  for (const Chain &chain : chains(file, ranges)) {
    if (chain.global)
      continue;
    Name name{chain.parts.front(),
              std::string(source.view(chain.parts.front())),
              {},
              contextAt(file, chain.begin)};
    std::vector<std::string> around = components(name.context);
    for (;; around.pop_back()) {
      name.scope.clear();
      for (const std::string &part : around)
        name.scope += (name.scope.empty() ? "" : "::") + part;
      if (before.has(name.scope, name.text)) {
        result.push_back(name);
        break;
      }
      if (around.empty())
        break;
    }
  }
  return result;
}

} // namespace levitate::plan
