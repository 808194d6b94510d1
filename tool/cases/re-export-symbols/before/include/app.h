#pragma once

namespace app {

int start();

} // namespace app
