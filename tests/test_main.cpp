#include "tests/test_case.h"

#include <QTest>

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

namespace ffn::test {

std::vector<std::function<std::unique_ptr<QObject>()>>& cases() {
    static std::vector<std::function<std::unique_ptr<QObject>()>> list;
    return list;
}

} // namespace ffn::test

// Engine tests run without an application object; tests of the window are linked with Qt Widgets and get one.
int main(int argc, char** argv) {
#ifdef QT_WIDGETS_LIB
    QApplication application(argc, argv);
    QApplication::setOrganizationName("ffnscope-tests");
#endif
    int failures = ffn::test::cases().empty() ? 1 : 0;
    for (const auto& make : ffn::test::cases()) {
        const auto object = make();
        failures += QTest::qExec(object.get(), argc, argv);
    }
    return failures == 0 ? 0 : 1;
}
