// What the text of a change may look like, whatever the program means: a rename changes a name and
// nothing else, a move loses no comment.
//
// Works on words, not on syntax, and shares nothing with the engine that made the change.
#pragma once

#include "tool/changeset/changeset.h"
#include "tool/corpus/candidates.h"

#include <string>

namespace levitate::corpus {

/// Empty, or what is unfit: the first line says what, the rest where.
std::string checkText(const changeset::Changeset &changes, const Candidate &candidate);

} // namespace levitate::corpus
