// The way from the hand to the eye: a slider of the edits moves, and the bench waits until the engine has
// followed, every view of the window shows the new pass and all of it is painted. Beside it, in turns, the
// engine's full pass with the same edits, which the incremental one saves.
//
// Usage: bench_slider [MOVES]; prints one JSON object a case: {"case", "ours": [ms…], "peer": [ms…]}.
#include "bench/case_line.h"
#include "engine/forward/forward.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/window/main_window.h"

#include <QtWidgets>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace ffn;
using namespace ffn::ui;

namespace {

using Kind = UnitEdit::Kind;
using bench::print_case;
using bench::Times;

double milliseconds(const std::function<void()>& work) {
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

/// The whole window with one edit in its list; what a person pulls at is pulled at by its widget.
class Desk {
  public:
    explicit Desk(const Request& request) {
        m_window.resize(1600, 1000);
        m_window.showPanel("edits");
        m_window.show();
        m_window.document()->start(request);
        settle();
    }

    /// Of the unit that is largest in the open pass, at half of its range.
    void edit(Kind kind) {
        const double reach =
            std::abs(double(m_window.document()->opened().original->summary(Stage::Hidden).max));
        const float value = kind == Kind::Scale ? 0.5f : float(reach / 2);
        std::vector<std::int64_t> units;
        if (kind != Kind::Threshold) units = {m_window.viewState()->unit(StageWidth::Hidden)};
        m_window.document()->setEdits({{UnitEdit{kind, units, value}}});
        settle();
    }

    double moveSlider(int position) {
        auto* slider = m_window.findChild<QSlider*>("editSlider");
        slider->setSliderDown(true);
        return milliseconds([&] {
            slider->setValue(position);
            settle();
        });
    }
    double flipSwitch() {
        auto* box = m_window.findChild<QCheckBox*>("editOn");
        return milliseconds([&] {
            box->click();
            settle();
        });
    }
    double fullPass() {
        const Opened& open = m_window.document()->opened();
        return milliseconds([&] {
            forward(open.model.model, open.input.tokens, open.input.states, open.request.edits.merged(),
                    engineOf(open.request));
        });
    }

  private:
    void settle() {
        const auto done = [this] {
            return m_window.document()->snapshot() && m_window.document()->isCurrent() &&
                   m_window.isSettled();
        };
        do {
            QCoreApplication::processEvents();
            while (!done())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCoreApplication::sendPostedEvents(); // what was only marked for painting is painted
            QCoreApplication::processEvents();
        } while (!done());
    }

    MainWindow m_window;
};

void measure(const std::string& model, const Request& request, int moves) {
    struct Case {
        const char* name;
        Kind kind;
    };
    Desk desk(request);
    for (const Case& c : {Case{"set to 0", Kind::Ablate}, Case{"multiply", Kind::Scale},
                          Case{"set to", Kind::Clamp}, Case{"threshold", Kind::Threshold}}) {
        desk.edit(c.kind);
        const auto move = [&](int i) {
            return c.kind == Kind::Ablate ? desk.flipSwitch() : desk.moveSlider(100 + (i * 37) % 800);
        };
        move(-1); // the first one also finds its memory
        desk.fullPass();
        Times ours, peer;
        for (int i = 0; i < moves; ++i) {
            ours.push_back(move(i));
            peer.push_back(desk.fullPass());
        }
        print_case(model + ", " + c.name, ours, peer);
    }
}

Request randomRequest() {
    Request request;
    request.model.random.d_model = 768;
    request.model.random.d_ff = 3072;
    std::string text;
    for (int word = 0; word < 512; ++word)
        text += (word ? " w" : "w") + std::to_string(word);
    request.input.texts = {text};
    request.input.tokenizer = "words";
    return request;
}

Request demoModel() {
    Request request;
    request.model.weights = FFNSCOPE_DEMO;
    return request;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QTemporaryDir noSettings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, noSettings.path());
    const int moves = argc > 1 ? std::max(2, std::atoi(argv[1])) : 40;
    measure("demo", demoModel(), moves);
    measure("random 768 to 3072, 512 tokens", randomRequest(), moves);
}
