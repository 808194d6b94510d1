#pragma once

namespace drive {
class Engine;
} // namespace drive

int tow(const drive::Engine *engine);
