#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace ffn::test {

/// The test classes linked into this program, in the order of their registration.
std::vector<std::function<std::unique_ptr<QObject>()>>& cases();

/// Registers `T` at static initialisation; write `static const ffn::test::Case<TestX> kCase;` after the
/// class.
template <class T>
struct Case {
    Case() {
        cases().push_back([] { return std::make_unique<T>(); });
    }
};

} // namespace ffn::test
