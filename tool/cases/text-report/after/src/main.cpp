namespace app {
// OldName, or app::OldName in full.
struct NewName {
  int value = 0;
};
} // namespace app

int main() { return app::NewName().value; }
