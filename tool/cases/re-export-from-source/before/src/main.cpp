#include "app.h"

namespace core {
int secret() { return 0; }
} // namespace core

int app::start() { return core::secret(); }

int main() { return app::start(); }
