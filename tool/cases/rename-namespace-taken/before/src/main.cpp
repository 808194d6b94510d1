namespace disk {
int size() { return 1; }
} // namespace disk

struct Volume {};

int main() { return disk::size() - 1; }
