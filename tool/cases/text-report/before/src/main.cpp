namespace app {
// OldName, or app::OldName in full.
struct OldName {
  int value = 0;
};
} // namespace app

int main() { return app::OldName().value; }
