#pragma once

#include "ui/panels/panel.h"

#include <QList>

class QStackedWidget;
class QTabBar;

namespace ffn::ui {

/// Panels about one thing behind a row of tabs. Each has a name for the command line; its window title is
/// what the tab says.
class PanelGroup : public Panel {
    Q_OBJECT
  public:
    struct Section {
        QString name;
        Panel* panel;
    };
    PanelGroup(ViewState* state, const QList<Section>& sections, QWidget* parent = nullptr);

    bool isSettled() const override;
    bool showSection(const QString& name) override;
    void setSnapshot(SnapshotPtr snapshot) override;

  protected:
    void refresh() override { present(); }
    void showCursor() override {}
    void retranslate() override;

  private:
    QList<Section> m_sections;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
};

/// How empty the hidden stage is, and what that would save.
PanelGroup* sparsityPanels(ViewState* state);
/// The residual stream: tokens, units that write, one cell, outlier dimensions.
PanelGroup* residualPanels(ViewState* state);
/// The norm: its steps, tokens and weights.
PanelGroup* normPanels(ViewState* state);

} // namespace ffn::ui
