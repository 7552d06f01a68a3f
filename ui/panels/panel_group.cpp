#include "ui/panels/panel_group.h"

#include "ui/panels/layer_norm_panel.h"
#include "ui/panels/norm_steps_panel.h"
#include "ui/panels/outliers_panel.h"
#include "ui/panels/residual_panel.h"
#include "ui/panels/savings_panel.h"
#include "ui/panels/sparsity_panel.h"
#include "ui/panels/waterfall_panel.h"
#include "ui/panels/writers_panel.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ffn::ui {

PanelGroup::PanelGroup(ViewState* state, const QList<Section>& sections, QWidget* parent)
    : Panel(state, parent), m_sections(sections), m_tabs(new QTabBar), m_pages(new QStackedWidget) {
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setObjectName("panelSections");
    column()->setContentsMargins(0, 2, 0, 0);
    column()->setSpacing(0);
    column()->addWidget(m_tabs);
    column()->addWidget(m_pages, 1);
    for (const Section& section : m_sections) {
        const int index = m_tabs->addTab(section.panel->windowTitle());
        m_pages->addWidget(section.panel);
        connect(section.panel, &QWidget::windowTitleChanged, this,
                [this, index](const QString& title) { m_tabs->setTabText(index, title); });
        connect(section.panel, &Panel::settled, this, &Panel::settled);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    setFocusProxy(m_tabs);
    retranslate();
}

bool PanelGroup::isSettled() const {
    const auto settled = [](const Section& section) { return section.panel->isSettled(); };
    return Panel::isSettled() && std::ranges::all_of(m_sections, settled);
}

bool PanelGroup::showSection(const QString& name) {
    const auto at = std::ranges::find(m_sections, name, &Section::name);
    if (at == m_sections.end()) return false;
    m_tabs->setCurrentIndex(int(at - m_sections.begin()));
    return true;
}

void PanelGroup::setSnapshot(SnapshotPtr snapshot) {
    for (const Section& section : m_sections)
        section.panel->setSnapshot(snapshot);
    Panel::setSnapshot(std::move(snapshot));
}

void PanelGroup::retranslate() {
    m_tabs->setAccessibleName(tr("Parts of this panel"));
}

PanelGroup* sparsityPanels(ViewState* state) {
    return new PanelGroup(state,
                          {{"levels", new SparsityPanel(state)}, {"savings", new SavingsPanel(state)}});
}

PanelGroup* residualPanels(ViewState* state) {
    return new PanelGroup(state, {{"tokens", new ResidualPanel(state)},
                                  {"writers", new WritersPanel(state)},
                                  {"cell", new WaterfallPanel(state)},
                                  {"outliers", new OutliersPanel(state)}});
}

PanelGroup* normPanels(ViewState* state) {
    return new PanelGroup(state,
                          {{"tokens", new LayerNormPanel(state)}, {"steps", new NormStepsPanel(state)}});
}

} // namespace ffn::ui
