#pragma once

namespace id {

struct Name {};

} // namespace id
