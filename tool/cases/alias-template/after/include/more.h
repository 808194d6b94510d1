#pragma once

namespace meta {

struct Nothing {};

} // namespace meta
